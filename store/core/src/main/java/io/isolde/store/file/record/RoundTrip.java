package io.isolde.store.file.record;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A test of whether what was read is what was written. Thread-safe. */
interface RoundTrip {
  /** Whether both are the same. */
  boolean isSame(Object written, Object read);

  /** The test of keys, by which entries are found: they are equal, and have the same hash code. */
  RoundTrip OF_KEYS =
      (written, read) -> areEqual(written, read) && written.hashCode() == read.hashCode();

  private static boolean areEqual(Object one, Object other) {
    return one.equals(other) && other.equals(one);
  }

  /**
   * The test of values: they are equal, except for parts that do not define equality, namely arrays
   * and objects of classes with a codec; those are the same if they are written as the same bytes.
   */
  record OfValues(Types types) implements RoundTrip {
    @Override
    public boolean isSame(Object written, Object read) {
      return areEqual(written, read) || isSameByParts(written, read);
    }

    private boolean isSameByParts(Object written, Object read) {
      return switch (written) {
        case byte[] bytes -> Arrays.equals(bytes, (byte[]) read);
        case List<?> list -> areSame(list, (List<?>) read);
        case Map<?, ?> map -> areSame(map, (Map<?, ?>) read);
        case Optional<?> optional ->
            isSamePart(optional.orElse(null), ((Optional<?>) read).orElse(null));
        default -> isSameOfProgram(written, read);
      };
    }

    private boolean isSamePart(@Nullable Object written, @Nullable Object read) {
      if (written == null || read == null) {
        return Objects.equals(written, read);
      }
      return isSame(written, read);
    }

    private boolean areSame(List<?> written, List<?> read) {
      Iterator<?> other = read.iterator();
      return written.size() == read.size()
          && written.stream().allMatch(part -> isSamePart(part, other.next()));
    }

    private boolean areSame(Map<?, ?> written, Map<?, ?> read) {
      return areEqual(written.keySet(), read.keySet())
          && written.entrySet().stream()
              .allMatch(entry -> isSamePart(entry.getValue(), read.get(entry.getKey())));
    }

    private boolean isSameOfProgram(Object written, Object read) {
      if (written.getClass() != read.getClass() || !types.isOfProgram(written)) {
        return false;
      }
      List<@Nullable Object> components = types.components(written);
      return components.isEmpty()
          ? Arrays.equals(types.toBytes(written), types.toBytes(read))
          : areSame(components, types.components(read));
    }
  }
}
