using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>The checks that generated code makes before its first write. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Guard
{
    /// <summary>
    /// The most weights that a tensor has: 2³¹ − 2¹⁶, a little less than an array holds, so that no count of weights overflows.
    /// </summary>
    internal const int MaxLength = StateBuffer.MaxLength;

    /// <summary>Checks that weights and state are of a supported element type.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public static void ElementType<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"Weights of type {typeof(T).Name} are not supported; they must be float or double.");
        }
    }

    /// <summary>Checks that state belongs to these weights and counts one more step.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="weights">The weights.</param>
    /// <param name="state">Their state.</param>
    /// <returns>The number of the coming step.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the weights overlap a state or an input.</exception>
    /// <exception cref="InvalidOperationException">The step number would exceed <see cref="int.MaxValue"/>.</exception>
    public static int State<T>(ReadOnlySpan<T> weights, OptimizerState state)
        where T : unmanaged
    {
        if (IsNarrow<T>())
        {
            throw new NotSupportedException($"Weights of type {typeof(T).Name} are not supported here: UpdateNarrow takes those of 16 bits, with a state that CreateState<float> made.");
        }

        ElementType<T>();
        ArgumentNullException.ThrowIfNull(state);
        if (state.Length != weights.Length)
        {
            throw new ArgumentException($"The state is of {state.Length} weights, but there are {weights.Length} weights.", nameof(state));
        }

        SameType<T>(state.ElementType, "The state", nameof(state));

        var region = MemoryRegion.Of(weights);
        for (var index = 0; state.MemoryAt(index) is { Name: { } name } other; index++)
        {
            if (region.Overlaps(other))
            {
                throw new ArgumentException($"The weights overlap the {(other.IsWritten ? "state" : "input")} {name}.", nameof(weights));
            }
        }

        return NextStep(state.StepCount, null);
    }

    /// <summary>Checks that there is one gradient per weight, in memory of its own.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="state">Their state.</param>
    /// <exception cref="ArgumentException">The lengths differ or the memory overlaps.</exception>
    public static void Gradients<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, OptimizerState state)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(state);
        if (gradients.Length != weights.Length)
        {
            throw new ArgumentException($"There are {gradients.Length} gradients for {weights.Length} weights.", nameof(gradients));
        }

        if (weights.Overlaps(gradients))
        {
            throw new ArgumentException("The gradients overlap the weights: every write of a weight would change a gradient.", nameof(gradients));
        }

        var region = MemoryRegion.Of(gradients);
        for (var index = 0; state.MemoryAt(index) is { Name: { } name } other; index++)
        {
            if (other.IsWritten && region.Overlaps(other))
            {
                throw new ArgumentException($"The gradients overlap the state {name}: every write of the state would change a gradient.", nameof(gradients));
            }
        }
    }

    /// <summary>Checks that an input of a rule is bound before a step that reads it.</summary>
    /// <param name="input">The input.</param>
    /// <exception cref="InvalidOperationException">Nothing is bound.</exception>
    public static void HasInput(InputView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.IsBound && input.IsNeeded)
        {
            throw new InvalidOperationException($"The rule reads the input {input.Name}: bind its values, one for each weight, to the property {input.Name} of the state before the step.");
        }
    }

    /// <summary>Checks that a state whose rule moves weights before the gradient is at the point where gradients are evaluated.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="InvalidOperationException">It is not: <c>BeforeGradient</c> was not called.</exception>
    public static void AwaitsGradient(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.AwaitsGradient)
        {
            throw new InvalidOperationException("This rule evaluates gradients at a point of its own: call BeforeGradient before the gradients are computed.");
        }
    }

    /// <summary>Records that a method has run over all weights of a state.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state.</param>
    /// <param name="step">The number of the step that was done.</param>
    public static void Done(RuleMethod method, OptimizerState state, int step)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Standing.Done(method, step);
    }

    /// <summary>Whether memory is of somebody's own making, and not an array.</summary>
    internal static bool IsForeign<T>(ReadOnlyMemory<T> memory)
        => MemoryMarshal.TryGetMemoryManager<T, MemoryManager<T>>(memory, out _);

    internal static void Disjoint(Parameter? owner, string name, string argument)
    {
        if (owner is not null)
        {
            throw new ArgumentException(
                $"The gradients of parameter '{name}' overlap the weights of parameter '{owner.Name}': a step that writes the one would change the other.", argument);
        }
    }

    /// <summary>Throws if memory is of another type than the weights.</summary>
    internal static void SameType<T>(Type elementType, string what, string argument)
    {
        if (elementType != typeof(T))
        {
            throw new ArgumentException($"{what} is for weights of {TensorView.NameOf(elementType)}, and memory of {TensorView.NameOf(typeof(T))} was given.", argument);
        }
    }

    /// <summary>Throws if gradients are of a type that the arithmetic of the weights does not hold.</summary>
    internal static void GradientType<T>(TensorMemory memory, string name, string argument)
    {
        if (typeof(T) == memory.ArithmeticType || (memory.ArithmeticType == typeof(float) && IsNarrow<T>()))
        {
            return;
        }

        throw new ArgumentException(
            $"Parameter '{name}' is for weights of {TensorView.NameOf(memory.ElementType)}, and memory of {TensorView.NameOf(typeof(T))} was given.", argument);
    }

    /// <summary>Checks weights of 16 bits, their gradients and their state, and counts one more step.</summary>
    internal static int Narrow<TWeight, TGradient>(ReadOnlySpan<TWeight> weights, ReadOnlySpan<TGradient> gradients, OptimizerState state)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        if (state.Length != weights.Length)
        {
            throw new ArgumentException($"The state is of {state.Length} weights, but there are {weights.Length} weights.", nameof(state));
        }

        if (gradients.Length != weights.Length)
        {
            throw new ArgumentException($"There are {gradients.Length} gradients for {weights.Length} weights.", nameof(gradients));
        }

        SameType<float>(state.ElementType, "The state", nameof(state));
        var ofWeights = MemoryRegion.Of(weights);
        var ofGradients = MemoryRegion.Of(gradients);
        if (ofWeights.Overlaps(ofGradients))
        {
            throw new ArgumentException("The gradients overlap the weights: every write of a weight would change a gradient.", nameof(gradients));
        }

        for (var index = 0; state.MemoryAt(index) is { Name: { } name } other; index++)
        {
            if (ofWeights.Overlaps(other) || (other.IsWritten && ofGradients.Overlaps(other)))
            {
                throw new ArgumentException($"Weights or gradients overlap the {(other.IsWritten ? "state" : "input")} {name}.", nameof(weights));
            }
        }

        return NextStep(state.StepCount, null);
    }

    /// <summary>Whether a type has 16 bits.</summary>
    internal static bool IsNarrow<T>() => typeof(T) == typeof(BFloat16) || typeof(T) == typeof(Half);

    /// <summary>Throws if weights are not of a type that they can be stored in.</summary>
    internal static void WeightType<T>()
    {
        if (!IsNarrow<T>() && typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"Weights of type {typeof(T).Name} are not supported; they must be float, double, Half or BFloat16.");
        }
    }

    internal static int NextStep(int stepCount, Parameter? parameter)
        => stepCount < int.MaxValue
            ? stepCount + 1
            : throw new InvalidOperationException(
                $"{(parameter is null ? "The state" : $"Parameter '{parameter.Name}'")} has had {int.MaxValue} updates; the step number cannot go on.");

    internal static void Gradients<T>(TensorMemory weights, ReadOnlyMemory<T> gradients, long expected, string name, string argument)
        where T : unmanaged
    {
        if (gradients.IsEmpty)
        {
            return;
        }

        if (gradients.Length != expected)
        {
            throw new ArgumentException($"Parameter '{name}' has {weights.Length} weights, but {gradients.Length} gradients were given.", argument);
        }

        if (weights.WeightRegion.Overlaps(MemoryRegion.Of(gradients)))
        {
            throw new ArgumentException($"The gradients of parameter '{name}' overlap its weights.", argument);
        }
    }

    /// <summary>Throws if gradients are not where the weights are: both here, or on one device.</summary>
    internal static void SameDevice(TensorMemory weights, DevicePlace? gradients, bool areNone, string name, string argument)
    {
        if (!areNone && weights.Place?.Device != gradients?.Device)
        {
            throw new ArgumentException(
                $"The weights of parameter '{name}' lie {NameOf(weights.Place)}, and the gradients that were given {NameOf(gradients)}: a step reads and writes in one place.", argument);
        }

        static string NameOf(DevicePlace? place) => place is { } there ? $"on {there.Device.Name}" : "in memory of this processor";
    }
}
