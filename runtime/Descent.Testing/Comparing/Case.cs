using System.Numerics;

namespace Descent.Testing.Comparing;

/// <summary>Writes the values of an input of a rule at a step.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="gradients">The gradients of the step.</param>
/// <param name="number">The number of the input, from 0.</param>
/// <param name="input">Its values.</param>
internal delegate void InputWriter<T>(ReadOnlySpan<T> gradients, int number, Span<T> input);

/// <summary>Weights and gradients at which a loop is held against its specification.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="What">What is special about it, for messages.</param>
/// <param name="Weights">The weights at first.</param>
/// <param name="Gradients">The gradients of each step.</param>
internal sealed record Case<T>(string What, T[] Weights, IReadOnlyList<T[]> Gradients)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shape of the tensor; a vector unless given.</summary>
    public IReadOnlyList<nint> Shape { get; init; } = [];

    /// <summary>How far into their memory weights and gradients start, so that they are not aligned.</summary>
    public int Offset { get; init; }

    /// <summary>What the inputs of the rule are: the squares of the gradients, each weight by itself, and no two inputs alike.</summary>
    public InputWriter<T> Input { get; init; } = static (gradients, number, input) =>
    {
        for (var index = 0; index < input.Length; index++)
        {
            input[index] = gradients[index] * gradients[index] / T.CreateTruncating(number + 1);
        }
    };

    /// <summary>Sets hyperparameters of a new optimizer.</summary>
    public Action<RuleOptimizer>? Configure { get; init; }

    /// <summary>Makes the optimizer that the case is for.</summary>
    public RuleOptimizer Create(Func<RuleOptimizer> create)
    {
        var optimizer = create();
        Configure?.Invoke(optimizer);
        return optimizer;
    }
}
