package io.isolde.store.file.base;

/** A marker in an overlay, instead of a value: the base may hold the key, but the map does not. */
enum Removed {
  REMOVED
}
