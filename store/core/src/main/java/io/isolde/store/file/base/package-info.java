/**
 * Maps that are larger than the heap: bases, which keep bytes in files of their own, and over each
 * of them an overlay with the changes since.
 */
@NullMarked
package io.isolde.store.file.base;

import org.jspecify.annotations.NullMarked;
