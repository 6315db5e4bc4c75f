package io.isolde.store.file.base;

import io.isolde.store.file.record.BaseFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a map, as a checkpoint records them.
 *
 * @param base the base with most of the entries; null if there is none
 * @param rest what overrides the base: values, and {@link Removed}
 */
public record MapImage(@Nullable BaseFile base, Map<?, Object> rest) {
  /** Whether {@code value}, from the rest, means that the key was removed. */
  public static boolean isRemoval(Object value) {
    return value == Removed.REMOVED;
  }
}
