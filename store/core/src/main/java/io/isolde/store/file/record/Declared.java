package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The declared type of a value: a class, and its type arguments. Thread-safe. */
final class Declared {
  /** The type where nothing is declared: any value may be there. */
  static final Declared ANYTHING = new Declared(Object.class, List.of());

  private final Class<?> type;
  private final List<Declared> arguments;
  private final Map<Class<?>, Declared> subclasses = new ConcurrentHashMap<>();
  private volatile @Nullable List<Declared> components;

  private Declared(Class<?> type, List<Declared> arguments) {
    this.type = type;
    this.arguments = arguments;
  }

  /** A class without arguments. */
  static Declared of(Class<?> type) {
    return new Declared(type, List.of());
  }

  private static Declared of(Type type, Map<TypeVariable<?>, Declared> variables) {
    return switch (type) {
      case TypeVariable<?> variable when variables.containsKey(variable) -> variables.get(variable);
      case ParameterizedType parameterized ->
          new Declared(erased(type), all(parameterized.getActualTypeArguments(), variables));
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], variables);
      default -> of(erased(type));
    };
  }

  private static List<Declared> all(Type[] types, Map<TypeVariable<?>, Declared> variables) {
    return Arrays.stream(types).map(type -> of(type, variables)).toList();
  }

  /** The erasure of a type. */
  static Class<?> erased(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType parameterized -> erased(parameterized.getRawType());
      case WildcardType wildcard -> erased(wildcard.getUpperBounds()[0]);
      case TypeVariable<?> variable -> erased(variable.getBounds()[0]);
      default -> Object.class; // an array of a generic type: no value is one
    };
  }

  Class<?> type() {
    return type;
  }

  /** The type argument at a position. */
  Declared argument(int place) {
    return place < arguments.size() ? arguments.get(place) : ANYTHING;
  }

  /**
   * The declared type of a value here that is a record; {@code plain} is the class of the record,
   * without arguments.
   */
  Declared as(Declared plain) {
    if (arguments.isEmpty()) {
      return plain;
    }
    return plain.type == type ? this : subclasses.computeIfAbsent(plain.type, this::subclass);
  }

  /** Derives the type arguments of a class from how it implements this one. */
  private Declared subclass(Class<?> subclass) {
    Map<TypeVariable<?>, Declared> variables = new HashMap<>();
    for (Type parent : subclass.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType parameterized && erased(parent) == type) {
        match(parameterized, variables);
      }
    }
    return new Declared(subclass, all(subclass.getTypeParameters(), variables));
  }

  private void match(ParameterizedType parent, Map<TypeVariable<?>, Declared> variables) {
    Type[] parameters = parent.getActualTypeArguments();
    for (int place = 0; place < parameters.length && place < arguments.size(); place++) {
      if (parameters[place] instanceof TypeVariable<?> variable) {
        variables.put(variable, arguments.get(place));
      }
    }
  }

  /** The components of a record class, in order. */
  List<Declared> components() {
    List<Declared> known = components;
    if (known == null) {
      known = resolved(type.getRecordComponents());
      components = known;
    }
    return known;
  }

  private List<Declared> resolved(RecordComponent[] described) {
    Map<TypeVariable<?>, Declared> variables = new HashMap<>();
    TypeVariable<?>[] parameters = type.getTypeParameters();
    for (int place = 0; place < parameters.length && place < arguments.size(); place++) {
      variables.put(parameters[place], arguments.get(place));
    }
    Type[] types =
        Arrays.stream(described).map(RecordComponent::getGenericType).toArray(Type[]::new);
    return all(types, variables);
  }

  /**
   * Returns {@code value}, if it is of this type.
   *
   * @throws CodecException if not
   */
  @Nullable Object require(@Nullable Object value) {
    if (value != null && !type.isInstance(value)) {
      throw new CodecException(
          "a " + value.getClass().getName() + " is where a " + type.getName() + " is declared",
          null);
    }
    return value;
  }
}
