package io.isolde.store.agents;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentStoppedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The owners of a map's keys: of those that are present, and of those in use. Thread-safe. */
final class Owners<K, V> {
  private final AgentsStore store;
  private final String mapName;
  private final ConcurrentMap<K, Agent<Slot>> byKey;

  Owners(AgentsStore store, String mapName, ConcurrentMap<K, Agent<Slot>> byKey) {
    this.store = store;
    this.mapName = mapName;
    this.byKey = byKey;
    store.owns(() -> byKey.values().stream());
  }

  AgentsStore store() {
    return store;
  }

  /** A key of this map. */
  private record MapKey<K>(Owners<K, ?> owners, K key) implements Key {
    @Override
    public Agent<Slot> owner() {
      return owners.ownerOf(this);
    }

    @Override
    public @Nullable Object value() {
      Agent<Slot> owner = owners.byKey.get(key);
      return owner == null ? null : owner.get().value();
    }

    @Override
    public void release(Agent<Slot> owner) {
      if (owner.get().isAbsent() && !owner.isEnded()) {
        owners.retire(key, owner);
      }
    }

    @Override
    public String describe() {
      return "key '" + key + "' of map '" + owners.mapName + "'";
    }
  }

  private Agent<Slot> ownerOf(MapKey<K> key) {
    Agent<Slot> present = byKey.get(key.key);
    return present != null
        ? present
        : byKey.computeIfAbsent(key.key, k -> store.newOwner(key.describe(), Slot.ABSENT));
  }

  private void retire(K key, Agent<Slot> owner) {
    try {
      owner.offer(
          slot -> {
            if (slot.isAbsent()) {
              byKey.remove(key, owner);
              owner.closeNow();
            }
            return slot;
          });
    } catch (AgentStoppedException e) {
      byKey.remove(key, owner); // another thread was faster
    }
  }

  @SuppressWarnings("unchecked") // nothing else is written
  @Nullable V get(K key) {
    return (V) store.read(new MapKey<>(this, key));
  }

  @Nullable V put(K key, V value) {
    return write(key, value);
  }

  @Nullable V remove(K key) {
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

  /** The number of keys that are present, checked one after the other. */
  int size() {
    store.requireNoTransaction("the size of map '" + mapName + "'");
    return Math.toIntExact(
        byKey.values().stream().filter(owner -> !owner.get().isAbsent()).count());
  }

  /** The entries that are present, read one after the other. */
  Iterator<Map.Entry<K, V>> entries() {
    store.requireNoTransaction("all keys of map '" + mapName + "'");
    return entriesNow().iterator();
  }

  @SuppressWarnings("unchecked") // nothing else is written
  private List<Map.Entry<K, V>> entriesNow() {
    List<Map.Entry<K, V>> entries = new ArrayList<>();
    byKey.forEach(
        (key, owner) -> {
          Object value = owner.get().value();
          if (value != null) {
            entries.add(Map.entry(key, (V) value));
          }
        });
    return entries;
  }

  /** The number of owners; for tests. */
  int count() {
    return byKey.size();
  }
}
