package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of a record: its components, in the order of their description. Values are read into
 * the present record class: components are matched by name, those that no longer exist are dropped,
 * and new ones are null, zero or false. Immutable.
 */
final class RecordFormat implements Format {
  private final Class<?> type;
  private final Declared plain;
  private final Description description;
  private final List<MethodHandle> accessors = new ArrayList<>();
  private final MethodHandle constructor;

  /** For each described component, its present index; -1 if it no longer exists. */
  private final int[] places;

  /** The values of components that were not described. */
  private final @Nullable Object[] defaults;

  /** Whether the components were described as they are now. */
  private final boolean isPresent;

  RecordFormat(Class<?> type, Description description) {
    this.type = type;
    this.plain = Declared.of(type);
    this.description = description;
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = namesOf(type);
    this.isPresent = names.equals(description.parts());
    this.places = description.parts().stream().mapToInt(names::indexOf).toArray();
    this.defaults = Arrays.stream(components).map(component -> zero(component.getType())).toArray();
    try {
      for (RecordComponent component : components) {
        accessors.add(accessor(component.getAccessor()));
      }
      this.constructor = constructor(type, components);
    } catch (IllegalAccessException | NoSuchMethodException | InaccessibleObjectException e) {
      throw new CodecException(
          "record "
              + type.getName()
              + " is not accessible: its module must open the package "
              + type.getPackageName()
              + " to io.isolde.store",
          e);
    }
  }

  /** The names of the components, in order. */
  static List<String> namesOf(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static @Nullable Object zero(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  private static MethodHandle accessor(Method method) throws IllegalAccessException {
    method.setAccessible(true);
    MethodType plain = MethodType.methodType(Object.class, Object.class);
    return MethodHandles.lookup().unreflect(method).asType(plain);
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components)
      throws NoSuchMethodException, IllegalAccessException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> canonical = type.getDeclaredConstructor(types);
    canonical.setAccessible(true);
    return MethodHandles.lookup()
        .unreflectConstructor(canonical)
        .asType(MethodType.genericMethodType(types.length))
        .asSpreader(Object[].class, types.length);
  }

  @Override
  public int id() {
    return description.id();
  }

  @Override
  public void write(Object value, Output out, Types types) {
    for (MethodHandle accessor : accessors) {
      types.write(component(accessor, value), out);
    }
  }

  /** The components of a record, in order. */
  List<@Nullable Object> components(Object value) {
    List<@Nullable Object> components = new ArrayList<>();
    accessors.forEach(accessor -> components.add(component(accessor, value)));
    return components;
  }

  private @Nullable Object component(MethodHandle accessor, Object value) {
    try {
      return (@Nullable Object) accessor.invokeExact(value);
    } catch (Throwable t) {
      throw new CodecException("an accessor of record " + type.getName() + " failed: " + t, t);
    }
  }

  @Override
  public Object read(Input in, ValueReader values, Declared declared) {
    List<Declared> declarations = declared.as(plain).components();
    @Nullable Object[] components = defaults.clone();
    for (int place : places) {
      Object component = place < 0 ? values.skip(in) : values.read(in, declarations.get(place));
      if (place >= 0 && component != null) {
        components[place] = component;
      }
    }
    return construct(components);
  }

  /**
   * What would be read after {@code value} was written, without reading it: a record made of the
   * same components, since these would be read as they are. Null if that is not so; then it must be
   * read.
   */
  @Nullable Object remade(Object value) {
    if (value.getClass() != type || !isPresent) {
      return null;
    }
    @Nullable Object[] components = defaults.clone();
    for (int place = 0; place < components.length; place++) {
      Object component = component(accessors.get(place), value);
      if (component != null && !Types.isExact(component)) {
        return null;
      }
      components[place] = component;
    }
    return construct(components);
  }

  private Object construct(@Nullable Object[] components) {
    try {
      return (Object) constructor.invokeExact(components);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      throw new CodecException(
          "record "
              + type.getName()
              + " cannot be made of "
              + Arrays.toString(components)
              + ": "
              + t,
          t);
    }
  }
}
