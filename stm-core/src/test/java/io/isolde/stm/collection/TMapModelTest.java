package io.isolde.stm.collection;

import io.isolde.checks.collection.MapModel;
import io.isolde.checks.collection.ModelCheck;
import io.isolde.stm.Stm;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link TMap} does what {@link HashMap} does, whatever the hash codes and classes of the keys:
 * even when many hash codes are the same, in all bits or in those that choose the bucket, and when
 * equal keys belong to different classes.
 */
class TMapModelTest {
  private static Iterable<String> kinds() {
    return MapModel.ofAllKinds().keySet();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void operations_inTransactionsOrNot_areThoseOfAHashMap(String kind) {
    MapModel.Keys keys = MapModel.ofAllKinds().get(kind);
    ModelCheck.<Map<Object, Integer>>of(TMap::new, () -> MapModel.plain(kind))
        .inside(body -> Stm.atomic(body::run))
        .copying(model -> copy(kind, model))
        .comparing(MapModel::contents)
        .generating(random -> MapModel.operation(random, keys))
        .run(150, 60);
  }

  private static Map<Object, Integer> copy(String kind, Map<Object, Integer> model) {
    Map<Object, Integer> copy = MapModel.plain(kind);
    copy.putAll(model);
    return copy;
  }
}
