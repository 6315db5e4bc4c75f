package io.isolde.store.overlay;

/** In an overlay, instead of a value: the base may hold the key, but the map does not. */
enum Removed {
  REMOVED
}
