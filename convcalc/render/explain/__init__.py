"""How numbers come about, for people: the derivation of a layer, one window, and the layer kinds themselves."""
