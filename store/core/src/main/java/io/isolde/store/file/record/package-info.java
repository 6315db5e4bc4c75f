/**
 * Values as bytes that describe themselves: {@link io.isolde.store.file.record.Types} knows how to
 * write and read each class. Not exported.
 */
@NullMarked
package io.isolde.store.file.record;

import org.jspecify.annotations.NullMarked;
