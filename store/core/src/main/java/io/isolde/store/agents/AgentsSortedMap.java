package io.isolde.store.agents;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreSortedMap;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map of an {@code agents:} store, or a view of one. Operations that depend on the order
 * work on a copy of all entries. Thread-safe.
 */
final class AgentsSortedMap<K, V> extends AbstractStoreSortedMap<K, V> {
  private final Owners<K, V> owners;

  /** Maps all entries to those of this view, in its order. */
  private final UnaryOperator<NavigableMap<K, V>> part;

  private final @Nullable Comparator<? super K> comparator;

  AgentsSortedMap(AgentsStore store, String name, Class<K> keyType, Class<V> valueType) {
    super(name, keyType, valueType);
    this.owners = new Owners<>(store, name, new ConcurrentSkipListMap<>());
    this.part = UnaryOperator.identity();
    this.comparator = null;
  }

  /** Makes a view; refuses a part with an invalid range. */
  private AgentsSortedMap(AgentsSortedMap<K, V> whole, UnaryOperator<NavigableMap<K, V>> part) {
    super(whole.name(), whole.keyType(), whole.valueType());
    this.owners = whole.owners;
    this.part = part;
    this.comparator = part.apply(new TreeMap<>()).comparator();
  }

  @Override
  public Store store() {
    return owners.store();
  }

  @Override
  public @Nullable V get(Object key) {
    K checked = key(key);
    V value = owners.get(checked);
    return value == null ? null : alone(checked, value).get(checked);
  }

  @Override
  public @Nullable V put(K key, V value) {
    key(key);
    value(value);
    part.apply(new TreeMap<>()).put(key, value); // refuses the key if it is out of range
    return owners.put(key, value);
  }

  @Override
  public @Nullable V remove(Object key) {
    K checked = key(key);
    return get(checked) == null ? null : owners.remove(checked);
  }

  /** This view's part of a map that has only this entry. */
  private NavigableMap<K, V> alone(K key, V value) {
    NavigableMap<K, V> whole = new TreeMap<>();
    whole.put(key, value);
    return part.apply(whole);
  }

  @Override
  public int size() {
    return present().size();
  }

  @Override
  protected Iterator<Map.Entry<K, V>> entries() {
    return present().entrySet().iterator();
  }

  @Override
  protected <T extends @Nullable Object> T ask(Function<NavigableMap<K, V>, T> question) {
    return question.apply(present());
  }

  private NavigableMap<K, V> present() {
    NavigableMap<K, V> whole = new TreeMap<>();
    owners.entries().forEachRemaining(entry -> whole.put(entry.getKey(), entry.getValue()));
    return part.apply(whole);
  }

  @Override
  protected AbstractStoreSortedMap<K, V> view(UnaryOperator<NavigableMap<K, V>> smaller) {
    return new AgentsSortedMap<>(this, whole -> smaller.apply(part.apply(whole)));
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return comparator;
  }
}
