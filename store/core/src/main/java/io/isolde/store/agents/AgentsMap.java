package io.isolde.store.agents;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentStoppedException;
import io.isolde.store.spi.MapBackend;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a map of an {@code agents:} store: the owners of the keys that are present, and of
 * those in use. Thread-safe.
 */
class AgentsMap<K, V> implements MapBackend<K, V> {
  private final AgentsStore store;
  private final String name;
  private final ConcurrentMap<K, Agent<Slot>> owners;

  /** Takes the name of the map, and an empty map to keep the owners in. */
  AgentsMap(AgentsStore store, String name, ConcurrentMap<K, Agent<Slot>> owners) {
    this.store = store;
    this.name = name;
    this.owners = owners;
    store.owns(() -> owners.values().stream());
  }

  /** A key of this map. */
  private record MapKey<K>(AgentsMap<K, ?> map, K key) implements Key {
    @Override
    public Agent<Slot> owner() {
      return map.ownerOf(this);
    }

    @Override
    public @Nullable Object value() {
      Agent<Slot> owner = map.owners.get(key);
      return owner == null ? null : owner.get().value();
    }

    @Override
    public void release(Agent<Slot> owner) {
      if (owner.get().isAbsent() && !owner.isEnded()) {
        map.retire(key, owner);
      }
    }

    @Override
    public String describe() {
      return "key '" + key + "' of map '" + map.name + "'";
    }
  }

  private Agent<Slot> ownerOf(MapKey<K> key) {
    Agent<Slot> present = owners.get(key.key);
    return present != null
        ? present
        : owners.computeIfAbsent(key.key, k -> store.newOwner(key.describe(), Slot.ABSENT));
  }

  private void retire(K key, Agent<Slot> owner) {
    try {
      owner.offer(
          slot -> {
            if (slot.isAbsent()) {
              owners.remove(key, owner);
              owner.closeNow();
            }
            return slot;
          });
    } catch (AgentStoppedException e) {
      owners.remove(key, owner); // another thread was faster
    }
  }

  @Override
  @SuppressWarnings("unchecked") // nothing else is written
  public final @Nullable V get(K key) {
    return (V) store.read(new MapKey<>(this, key));
  }

  @Override
  public final @Nullable V put(K key, V value) {
    return write(key, value);
  }

  @Override
  public final @Nullable V remove(K key) {
    return write(key, null);
  }

  private @Nullable V write(K key, @Nullable V value) {
    return store.at(
        new MapKey<>(this, key),
        () -> {
          V before = get(key);
          store.write(new MapKey<>(this, key), value);
          return before;
        });
  }

  @Override
  public final int size() {
    return size(owners);
  }

  /** The number of keys that are present, checked one after the other. */
  final int size(Map<K, Agent<Slot>> part) {
    store.requireNoTransaction("the size of map '" + name + "'");
    long size = part.values().stream().filter(owner -> !owner.get().isAbsent()).count();
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  @Override
  public final Iterator<Map.Entry<K, V>> entries() {
    return entries(owners).toList().iterator();
  }

  /** The entries that are present, read one after the other as the stream reaches them. */
  final Stream<Map.Entry<K, V>> entries(Map<K, Agent<Slot>> part) {
    store.requireNoTransaction("all keys of map '" + name + "'");
    return part.entrySet().stream().flatMap(owner -> entry(owner.getKey(), owner.getValue().get()));
  }

  @SuppressWarnings("unchecked") // nothing else is written
  private static <K, V> Stream<Map.Entry<K, V>> entry(K key, Slot slot) {
    Object value = slot.value();
    return value == null ? Stream.empty() : Stream.of(Map.entry(key, (V) value));
  }
}
