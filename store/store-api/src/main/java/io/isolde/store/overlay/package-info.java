/**
 * Maps that are larger than the heap: bases, which keep bytes in files of their own, and over each
 * of them what was changed since.
 */
@NullMarked
package io.isolde.store.overlay;

import org.jspecify.annotations.NullMarked;
