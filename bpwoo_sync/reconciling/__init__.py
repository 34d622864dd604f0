"""How both sides are compared, a file to a subject. :func:`bpwoo_sync.reconcile.reconcile` puts them together."""
