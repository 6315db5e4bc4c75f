package io.isolde.store.testkit;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.Commit;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A correct store, from which a subclass removes one guarantee. */
abstract class FaultyStore implements Store {
  final Store right;

  FaultyStore(Store right) {
    this.right = right;
  }

  @Override
  public StoreUri uri() {
    return right.uri();
  }

  @Override
  public Set<Capability> capabilities() {
    return right.capabilities();
  }

  @Override
  public <K, V> StoreMap<K, V> map(String name, Class<K> keyType, Class<V> valueType) {
    return right.map(name, keyType, valueType);
  }

  @Override
  public <K extends Comparable<? super K>, V> StoreSortedMap<K, V> sortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return right.sortedMap(name, keyType, valueType);
  }

  @Override
  public <T> StoreRef<T> ref(String name, Class<T> type, T initial) {
    return right.ref(name, type, initial);
  }

  @Override
  public StoreCounter counter(String name) {
    return right.counter(name);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
      throws X {
    return right.transact(body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
      throws X {
    return right.snapshot(body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    return right.transact(options, body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    return right.snapshot(options, body);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> transactAsync(
      TransactionOptions options, TransactionBody<T, ?> body) {
    return right.transactAsync(options, body);
  }

  @Override
  public Flow.Publisher<Commit> changes(int capacity) {
    return right.changes(capacity);
  }

  @Override
  public Flow.Publisher<Commit> changes(int capacity, String after) {
    return right.changes(capacity, after);
  }

  @Override
  public Error retry() {
    return right.retry();
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
    return right.orElse(first, second);
  }

  @Override
  public void afterCommit(Runnable hook) {
    right.afterCommit(hook);
  }

  @Override
  public void afterRollback(Runnable hook) {
    right.afterRollback(hook);
  }

  @Override
  public void close() {
    right.close();
  }
}
