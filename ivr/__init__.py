"""Menus as data, the flow interpreter, the ACD, the routing core, and the centre process that runs them."""
