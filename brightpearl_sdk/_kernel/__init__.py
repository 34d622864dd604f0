"""What both SDKs share: operations as data, and the one conversation that sends them.

Free of httpx and of any vendor. The other SDK carries a byte-identical twin, so that each package installs and
imports without the other; ``tests/architecture/test_kernel_twins.py`` keeps them equal.
"""
