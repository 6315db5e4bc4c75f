package io.isolde.checks.collection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Calls of all methods of a type, each with null for one of its arguments. */
public final class NullCalls {
  private NullCalls() {}

  /** How a call is run: outside transactions, or in one. */
  @FunctionalInterface
  public interface Runner {
    /** Runs a call, and returns its outcome. */
    Object run(Supplier<Object> call);
  }

  /** A call with one null argument. */
  public record Call(Method method, int nullIndex) {
    /** The class of what the call throws, or {@code "none"} if it throws nothing. */
    Object outcomeOn(Object target) {
      try {
        method.invoke(target, arguments());
        return "none";
      } catch (InvocationTargetException e) {
        return e.getCause() instanceof IndexOutOfBoundsException
            ? IndexOutOfBoundsException.class
            : e.getCause().getClass();
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }

    /** The name of the method. */
    public String name() {
      return method.getName();
    }

    /** Whether the method takes a timeout. */
    public boolean waits() {
      return Arrays.asList(method.getParameterTypes()).contains(TimeUnit.class);
    }

    private Object[] arguments() {
      Class<?>[] types = method.getParameterTypes();
      Object[] arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = i == nullIndex ? null : argument(types[i]);
      }
      return arguments;
    }

    @Override
    public String toString() {
      return method.getName() + Arrays.toString(method.getParameterTypes()) + " null " + nullIndex;
    }
  }

  /** An argument of a type. Functions return a value, and predicates return false. */
  private static Object argument(Class<?> type) {
    if (type == boolean.class) {
      return true;
    } else if (type == int.class) {
      return 0;
    } else if (type == long.class) {
      return 1L;
    } else if (type == TimeUnit.class) {
      return TimeUnit.MILLISECONDS;
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Collection.class) {
      return List.of();
    } else if (type == Object[].class) {
      return new Object[0];
    } else if (type == Object.class) {
      return 5;
    }
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> result(method));
  }

  private static Object result(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    } else if (type == int.class) {
      return 0;
    }
    return type == Object.class ? 5 : null;
  }

  /** All such calls of the type's methods. */
  public static List<Call> of(Class<?> type) {
    List<Call> calls = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge()) {
        for (int i = 0; i < method.getParameterCount(); i++) {
          if (!method.getParameterTypes()[i].isPrimitive()) {
            calls.add(new Call(method, i));
          }
        }
      }
    }
    return calls;
  }

  /** The calls whose outcomes differ between ours and theirs, each made on a new target. */
  public static <T> List<String> differences(
      List<Call> calls, Supplier<? extends T> ours, Supplier<? extends T> theirs, Runner runner) {
    List<String> differences = new ArrayList<>();
    for (Call call : calls) {
      Object expected = call.outcomeOn(theirs.get());
      T target = ours.get();
      Object outcome = runner.run(() -> call.outcomeOn(target));
      if (!outcome.equals(expected)) {
        differences.add(call + ": " + outcome + ", not " + expected);
      }
    }
    return differences;
  }

  /** The differences of a hash map and its views. */
  @SuppressWarnings({"rawtypes", "unchecked"}) // classes of generic types
  public static Stream<String> mapDifferences(
      Supplier<? extends Map> ours, Supplier<? extends Map> theirs, Runner runner) {
    return Stream.of(
            viewDifferences(ConcurrentMap.class, ours, theirs, map -> map, runner),
            viewDifferences(Set.class, ours, theirs, Map::keySet, runner),
            viewDifferences(Collection.class, ours, theirs, Map::values, runner))
        .flatMap(List::stream)
        .filter(difference -> !difference.contains("addAll")); // always refused
  }

  /** The differences of a sorted map and its views. */
  @SuppressWarnings({"rawtypes", "unchecked"}) // classes of generic types
  public static Stream<String> sortedMapDifferences(
      Supplier<? extends NavigableMap> ours,
      Supplier<? extends NavigableMap> theirs,
      Runner runner) {
    Function<NavigableMap, Object> part = map -> map.subMap(2, true, 9, true);
    return Stream.of(
            viewDifferences(ConcurrentNavigableMap.class, ours, theirs, map -> map, runner),
            viewDifferences(ConcurrentNavigableMap.class, ours, theirs, part, runner),
            viewDifferences(
                NavigableSet.class, ours, theirs, NavigableMap::navigableKeySet, runner),
            viewDifferences(Set.class, ours, theirs, Map::entrySet, runner),
            viewDifferences(Collection.class, ours, theirs, Map::values, runner))
        .flatMap(List::stream);
  }

  private static <T> List<String> viewDifferences(
      Class<?> type,
      Supplier<? extends T> ours,
      Supplier<? extends T> theirs,
      Function<T, ?> view,
      Runner runner) {
    return differences(
            of(type), () -> view.apply(ours.get()), () -> view.apply(theirs.get()), runner)
        .stream()
        .map(difference -> type.getSimpleName() + ": " + difference)
        .toList();
  }
}
