"""What was sold, by month and country: the shop's orders as a DataFrame, summed without a float, as a CSV file."""

import os

import woocommerce_sdk as woo

with woo.WooCommerce(os.environ["WOOCOMMERCE_URL"], os.environ["WOOCOMMERCE_KEY"], os.environ["WOOCOMMERCE_SECRET"]) as shop:
    sold = woo.OrderQuery(
        status=(woo.OrderStatus.PROCESSING, woo.OrderStatus.COMPLETED),
        fields=("id", "currency", "total", "total_tax", "date_created_gmt", "billing"),  # nothing else is sent
    )
    orders = woo.to_pandas(shop.orders.list(sold))

orders["month"] = orders["date_created_gmt"].dt.strftime("%Y-%m")
totals = orders.groupby(["month", "billing.country", "currency"])[["total", "total_tax"]].sum()
print(totals)  # columns of Decimal: to the cent
totals.to_csv("sold.csv")
