using System.Numerics;
using System.Reflection;

namespace Descent.Testing.Comparing;

/// <summary>What the compiler generates for a rule under names of the rule's own, found by reflection.</summary>
internal static class RuleMembers
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private delegate Span<T> StateGetter<T>();

    private delegate void SpanUpdate<T, in TState>(Span<T> weights, ReadOnlySpan<T> gradients, TState state);

    private delegate void SpanMove<T, in TState>(Span<T> weights, TState state);

    /// <summary>The properties that can be read and set: hyperparameters, and states with one value for the optimizer.</summary>
    public static IEnumerable<PropertyInfo> Settings(Optimizer optimizer) => ReadWrite(optimizer.GetType());

    /// <summary>Sets a property, unless the rule refuses the value.</summary>
    /// <returns>Whether it is set.</returns>
    public static bool TrySet(Optimizer optimizer, PropertyInfo property, object value)
    {
        try
        {
            property.SetValue(optimizer, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Sets the rate to 0, if the rule has one and takes that.</summary>
    public static bool TrySetLearningRateZero(Optimizer optimizer)
        => Settings(optimizer).FirstOrDefault(property => property.Name == "LearningRate" && property.PropertyType == typeof(double)) is { } rate
            && TrySet(optimizer, rate, 0.0);

    /// <summary>The states with one value for each weight.</summary>
    public static IEnumerable<string> StateNames<T>(OptimizerState state)
        => state.GetType().GetProperties(Own).Where(property => property.PropertyType == typeof(Span<T>)).Select(property => property.Name);

    /// <summary>The values of such a state.</summary>
    public static Span<T> State<T>(OptimizerState state, string name)
        => state.GetType().GetProperty(name, Own)!.GetMethod!.CreateDelegate<StateGetter<T>>(state)();

    /// <summary>The states with one value for the tensor or for the optimizer, and the objects whose properties they are.</summary>
    public static IEnumerable<(object Owner, PropertyInfo Property)> Scalars(Optimizer optimizer, OptimizerState state) =>
    [
        .. ReadWrite(state.GetType()).Where(property => property.PropertyType == typeof(double)).Select(property => ((object)state, property)),
        .. Settings(optimizer).Where(property => property.PropertyType == typeof(double) && !property.IsDefined(typeof(HyperparameterAttribute)))
            .Select(property => ((object)optimizer, property)),
    ];

    /// <summary>The inputs of the rule, in order: properties of the state.</summary>
    public static IEnumerable<PropertyInfo> Inputs<T>(OptimizerState state)
        => ReadWrite(state.GetType()).Where(property => property.PropertyType == typeof(ReadOnlyMemory<T>));

    /// <summary>Whether a step of one tensor depends on other tensors, so that the reference takes all parameters at once.</summary>
    public static bool IsOverOptimizer(Optimizer optimizer) => Has(optimizer, "Reference", parameters: 0);

    /// <summary>Whether the rule has the specification of a method.</summary>
    public static bool HasReference(Optimizer optimizer, string kind = "")
        => Has(optimizer, "Reference" + kind, parameters: 0) || Has(optimizer, "Reference" + kind, kind.Length == 0 ? 3 : 2);

    /// <summary>Whether the rule can update spans, one tensor at a time.</summary>
    public static bool HasUpdate(Optimizer optimizer) => Method(optimizer, "Update", generic: true, 3) is not null;

    /// <summary>Runs the specification of the update: the author's method, for one weight after the other.</summary>
    public static void Reference(Optimizer optimizer, Parameter<double> parameter)
    {
        if (IsOverOptimizer(optimizer))
        {
            Method(optimizer, "Reference", generic: false, 0)!.CreateDelegate<Action>(optimizer)();
        }
        else
        {
            Update(optimizer, Method(optimizer, "Reference", generic: false, 3)!, parameter.Weights, parameter.Gradients, parameter.State);
        }
    }

    /// <summary>Runs the specification of a method that moves weights, along gradients if it takes them, if the rule has such a method.</summary>
    public static void ReferenceMove(Optimizer optimizer, string kind, Parameter<double> parameter)
    {
        var name = "Reference" + kind;
        if (Method(optimizer, name, generic: false, 0) is { } overAll)
        {
            overAll.CreateDelegate<Action>(optimizer)();
        }
        else
        {
            Move(optimizer, name, method => method, parameter);
        }
    }

    /// <summary>Runs <c>BeforeGradient</c>, if the rule has it, over the memory of a parameter.</summary>
    public static void MoveSpans<T>(Optimizer optimizer, Parameter<T> parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Move(optimizer, "BeforeGradient", method => method.MakeGenericMethod(typeof(T)), parameter);

    /// <summary>Runs <c>Update</c> over the memory of a parameter.</summary>
    public static void UpdateSpans<T>(Optimizer optimizer, Parameter<T> parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Update(optimizer, Method(optimizer, "Update", generic: true, 3)!.MakeGenericMethod(typeof(T)), parameter.Weights, parameter.Gradients, parameter.State);

    private static void Move<T>(Optimizer optimizer, string name, Func<MethodInfo, MethodInfo> close, Parameter<T> parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isGeneric = !name.StartsWith("Reference", StringComparison.Ordinal);
        if (Method(optimizer, name, isGeneric, 3) is { } alongGradients)
        {
            Update(optimizer, close(alongGradients), parameter.Weights, parameter.Gradients, parameter.State);
        }
        else if (Method(optimizer, name, isGeneric, 2) is { } method)
        {
            Move(optimizer, close(method), parameter.Weights, parameter.State);
        }
    }

    private static void Update<T>(Optimizer optimizer, MethodInfo method, Memory<T> weights, ReadOnlyMemory<T> gradients, OptimizerState state)
        => Call(nameof(UpdateOf), typeof(T), [optimizer, method, weights, gradients, state], state);

    private static void Move<T>(Optimizer optimizer, MethodInfo method, Memory<T> weights, OptimizerState state)
        => Call(nameof(MoveOf), typeof(T), [optimizer, method, weights, state], state);

    /// <summary>Spans go through delegates only, and the type of the state is part of the delegate's.</summary>
    private static void Call(string name, Type element, object[] arguments, OptimizerState state)
        => typeof(RuleMembers).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(element, state.GetType())
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static void UpdateOf<T, TState>(Optimizer optimizer, MethodInfo method, Memory<T> weights, ReadOnlyMemory<T> gradients, TState state)
        => method.CreateDelegate<SpanUpdate<T, TState>>(optimizer)(weights.Span, gradients.Span, state);

    private static void MoveOf<T, TState>(Optimizer optimizer, MethodInfo method, Memory<T> weights, TState state)
        => method.CreateDelegate<SpanMove<T, TState>>(optimizer)(weights.Span, state);

    private static bool Has(Optimizer optimizer, string name, int parameters) => Method(optimizer, name, generic: false, parameters) is not null;

    private static MethodInfo? Method(Optimizer optimizer, string name, bool generic, int parameters)
        => optimizer.GetType().GetMethods(Own)
            .FirstOrDefault(method => method.Name == name && method.IsGenericMethodDefinition == generic && method.GetParameters().Length == parameters);

    private static IEnumerable<PropertyInfo> ReadWrite(Type type)
        => type.GetProperties(Own).Where(property => property.GetMethod?.IsPublic == true && property.SetMethod?.IsPublic == true);
}
