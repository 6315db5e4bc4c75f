package io.isolde.store.overlay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map as a checkpoint is to say it.
 *
 * @param base has most of it; null if there is none
 * @param rest what is to be put over the base: values, and {@link Removed}
 */
public record Copy(@Nullable BaseFile base, Map<?, Object> rest) {
  /** Whether {@code value}, of the rest, says that the key was removed. */
  public static boolean isRemoval(Object value) {
    return value == Removed.REMOVED;
  }
}
