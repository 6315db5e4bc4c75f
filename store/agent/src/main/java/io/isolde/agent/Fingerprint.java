package io.isolde.agent;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of a value, taken when the value is handed over, to be compared with the value
 * later. {@link AgentOptions#withValueCheck} says which changes it detects. Immutable.
 */
final class Fingerprint {
  private final Object value;
  private final int look;
  private final Throwable handedOver = new Throwable("handed over here");

  private Fingerprint(Object value) {
    this.value = value;
    this.look = new Look().at(value);
  }

  static Fingerprint of(Object value) {
    return new Fingerprint(value);
  }

  /** Wraps a message so that what it captures is checked now, and before and after its handling. */
  static <S> UnaryOperator<S> checkedMessage(UnaryOperator<S> message) {
    Fingerprint captured = new Fingerprint(capturedBy(message));
    return state -> {
      captured.requireUnchanged("what a message carries");
      S next = message.apply(state);
      captured.requireUnchanged("what a message carries");
      return next;
    };
  }

  /** Wraps a question so that what it captures is checked now, and before and after the answer. */
  static <S, R extends @Nullable Object, X extends Throwable> Question<S, R, X> checkedQuestion(
      Question<S, R, X> question) {
    Fingerprint captured = new Fingerprint(capturedBy(question));
    return state -> {
      captured.requireUnchanged("what a question carries");
      R reply = question.answer(state);
      captured.requireUnchanged("what a question carries");
      return reply;
    };
  }

  private static List<Object> capturedBy(Object function) {
    List<Object> captured = new ArrayList<>();
    for (Field field : function.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Object value = read(field, () -> field.get(function));
        if (value != null) {
          captured.add(value);
        }
      }
    }
    return captured;
  }

  /** Throws if the value's fingerprint is different now. */
  void requireUnchanged(String what) {
    if (new Look().at(value) != look) {
      throw new ValueChangedException(what, handedOver);
    }
  }

  private interface Reader {
    @Nullable Object read() throws ReflectiveOperationException;
  }

  /** Reads a member; null if it cannot be read. */
  private static @Nullable Object read(AccessibleObject member, Reader reader) {
    try {
      return member.trySetAccessible() ? reader.read() : null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** One traversal of a value, which remembers the objects that it has visited. Thread-confined. */
  private static final class Look {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    int at(@Nullable Object value) {
      if (value == null || !seen.add(value)) {
        return 0;
      }
      if (value.getClass().isArray()) {
        return atArray(value);
      }
      return switch (value) {
        case Record fields -> atRecord(fields);
        case Map<?, ?> map when isPlain(map) -> atMap(map);
        case List<?> list when isPlain(list) -> atList(list);
        case Collection<?> elements when isPlain(elements) ->
            elements.stream().mapToInt(this::at).sum();
        default -> hasLook(value) ? value.hashCode() : System.identityHashCode(value);
      };
    }

    private int atArray(Object array) {
      int look = 1;
      for (int i = 0; i < Array.getLength(array); i++) {
        look = 31 * look + at(Array.get(array, i));
      }
      return look;
    }

    private int atRecord(Record fields) {
      int look = 1;
      for (RecordComponent component : fields.getClass().getRecordComponents()) {
        Object field = read(component.getAccessor(), () -> component.getAccessor().invoke(fields));
        look = 31 * look + at(field);
      }
      return look;
    }

    private int atList(List<?> list) {
      int look = 1;
      for (Object element : list) {
        look = 31 * look + at(element);
      }
      return look;
    }

    private int atMap(Map<?, ?> map) {
      int look = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        look += 31 * at(entry.getKey()) + at(entry.getValue());
      }
      return look;
    }

    private static boolean isPlain(Object container) {
      return packageOf(container).startsWith("java.util") && !isShared(container);
    }

    private static boolean hasLook(Object value) {
      try {
        Class<?> declaring = value.getClass().getMethod("hashCode").getDeclaringClass();
        return declaring != Object.class && !isShared(value);
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e); // every class has one
      }
    }

    private static boolean isShared(Object value) {
      String home = packageOf(value);
      return value instanceof ConcurrentMap
          || home.startsWith("java.util.concurrent")
          || home.startsWith("io.isolde.stm");
    }

    private static String packageOf(Object value) {
      return value.getClass().getPackageName();
    }
  }
}
