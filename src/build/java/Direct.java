import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts plain methods in the place of two kinds of {@code invokedynamic}: switches over types, and a
 * record's equals and hashCode. The AOT cache keeps lambdas and string concatenation linked, but
 * these it does not, and the first of each kind costs a cold JVM 10 to 40 ms.
 */
final class Direct implements ClassTransform {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final MethodTypeDesc COMPARED =
      MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object);

  private record Added(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

  private final ClassDesc owner;
  private final boolean inInterface;
  private final List<Added> added = new ArrayList<>();

  private Direct(ClassModel model) {
    this.owner = model.thisClass().asSymbol();
    this.inInterface = (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
  }

  /** The change of this class; none when there is nothing to change. */
  static java.util.Optional<ClassTransform> of(ClassModel model) {
    boolean any = model.methods().stream().anyMatch(Direct::concerned);
    return any ? java.util.Optional.of(new Direct(model)) : java.util.Optional.empty();
  }

  private static boolean concerned(MethodModel method) {
    return method.code().isPresent()
        && method.code().get().elementStream().anyMatch(Direct::replaceable);
  }

  private static boolean replaceable(CodeElement element) {
    return element instanceof InvokeDynamicInstruction call && (isSwitch(call) || isRecord(call));
  }

  private static boolean isSwitch(InvokeDynamicInstruction call) {
    return by(call, "java.lang.runtime", "SwitchBootstraps")
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && !call.typeSymbol().parameterType(0).isPrimitive()
        && call.bootstrapArgs().stream()
            .allMatch(label ->
                label instanceof ClassDesc type && !type.isPrimitive() || label instanceof String);
  }

  private static boolean isRecord(InvokeDynamicInstruction call) {
    return by(call, "java.lang.runtime", "ObjectMethods")
        && (call.name().equalsString("hashCode") || call.name().equalsString("equals"));
  }

  private static boolean by(InvokeDynamicInstruction call, String place, String name) {
    ClassDesc bootstrap = call.bootstrapMethod().owner();
    return bootstrap.packageName().equals(place) && bootstrap.displayName().equals(name);
  }

  @Override
  public void accept(ClassBuilder builder, ClassElement element) {
    if (element instanceof MethodModel method && concerned(method)) {
      builder.transformMethod(
          method,
          java.lang.classfile.MethodTransform.transformingCode((code, instruction) -> {
            if (instruction instanceof InvokeDynamicInstruction call && replaceable(call)) {
              Added direct = isSwitch(call) ? typeSwitch(call) : ofRecord(call);
              added.add(direct);
              code.invokestatic(owner, direct.name(), direct.type(), inInterface);
            } else {
              code.with(instruction);
            }
          }));
    } else {
      builder.with(element);
    }
  }

  @Override
  public void atEnd(ClassBuilder builder) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    for (Added method : added) {
      builder.withMethodBody(method.name(), method.type(), flags, method.body());
    }
  }

  /** As {@link java.lang.runtime.SwitchBootstraps#typeSwitch} says. */
  private Added typeSwitch(InvokeDynamicInstruction call) {
    List<ConstantDesc> labels = call.bootstrapArgs();
    return new Added(
        "direct$switch$" + added.size(),
        call.typeSymbol(),
        code -> {
          Label some = code.newLabel();
          code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
          for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            if (labels.get(i) instanceof ClassDesc type) {
              code.aload(0).instanceOf(type);
            } else {
              code.loadConstant((String) labels.get(i)).aload(0);
              code.invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object));
            }
            code.ifeq(next).loadConstant(i).ireturn().labelBinding(next);
          }
          code.loadConstant(labels.size()).ireturn();
        });
  }

  /** As {@link java.lang.runtime.ObjectMethods#bootstrap} says. */
  private Added ofRecord(InvokeDynamicInstruction call) {
    List<DirectMethodHandleDesc> fields = new ArrayList<>();
    for (ConstantDesc argument : call.bootstrapArgs().subList(2, call.bootstrapArgs().size())) {
      fields.add((DirectMethodHandleDesc) argument);
    }
    boolean hash = call.name().equalsString("hashCode");
    return new Added(
        hash ? "direct$hashCode" : "direct$equals",
        call.typeSymbol(),
        code -> {
          if (hash) {
            hash(code, fields);
          } else {
            equal(code, fields);
          }
        });
  }

  private void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = type(field);
      code.loadConstant(31).imul();
      load(code, 0, field);
      if (type.isPrimitive()) {
        code.invokestatic(boxed(type), "hashCode", MethodTypeDesc.of(CD_int, type));
      } else {
        code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private void equal(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
    Label different = code.newLabel();
    Label other = code.newLabel();
    code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
    code.aload(1).instanceOf(owner).ifeq(different);
    int cast = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(1).checkcast(owner).astore(cast);
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = type(field);
      load(code, 0, field);
      load(code, cast, field);
      if (!type.isPrimitive()) {
        code.invokestatic(OBJECTS, "equals", COMPARED).ifeq(different);
      } else if (type.equals(CD_long)) {
        code.lcmp().ifne(different);
      } else if (type.equals(CD_float) || type.equals(CD_double)) {
        code.invokestatic(boxed(type), "compare", MethodTypeDesc.of(CD_int, type, type));
        code.ifne(different);
      } else {
        code.if_icmpne(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  private void load(CodeBuilder code, int local, DirectMethodHandleDesc field) {
    code.aload(local).getfield(owner, field.methodName(), type(field));
  }

  private static ClassDesc type(DirectMethodHandleDesc field) {
    return field.invocationType().returnType();
  }

  private static ClassDesc boxed(ClassDesc primitive) {
    return ClassDesc.of(
        "java.lang."
            + switch (primitive.displayName()) {
              case "int" -> "Integer";
              case "char" -> "Character";
              case String name -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
            });
  }
}
