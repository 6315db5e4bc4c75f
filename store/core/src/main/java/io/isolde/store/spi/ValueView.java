package io.isolde.store.spi;

import io.isolde.stm.collection.parts.SortedSpliterator;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The {@code values} view of a map. Operations on many elements are transactions, if the store
 * supports that. Thread-safe.
 */
final class ValueView<K, V> extends AbstractCollection<V> {
  private final BackedMap<K, V> map;

  ValueView(BackedMap<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<V> iterator() {
    return new ViewIterator<>(map, Map.Entry::getValue);
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public boolean contains(Object value) {
    return map.containsValue(value);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public boolean remove(@Nullable Object value) {
    return map.together(() -> super.remove(value));
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return map.together(() -> super.containsAll(elements));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return map.together(() -> super.removeAll(elements));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return map.together(() -> super.retainAll(elements));
  }

  @Override
  public boolean removeIf(Predicate<? super V> filter) {
    return map.together(() -> super.removeIf(filter));
  }

  /** Reports no size, because the size may change before the elements are requested. */
  @Override
  public Spliterator<V> spliterator() {
    int characteristics = Spliterator.NONNULL;
    return map instanceof SortedMap<?, ?>
        ? new SortedSpliterator<>(iterator(), characteristics | Spliterator.ORDERED, null)
        : Spliterators.spliteratorUnknownSize(iterator(), characteristics);
  }
}
