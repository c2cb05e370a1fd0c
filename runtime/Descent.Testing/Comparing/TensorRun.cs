using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Testing.Comparing;

/// <summary>One tensor under an optimizer of its own, stepped with given gradients.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class TensorRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Case<T> _given;
    private readonly T[] _gradients;
    private readonly T[][] _inputs;

    /// <summary>Adds a copy of the weights to the optimizer.</summary>
    /// <param name="optimizer">A new optimizer.</param>
    /// <param name="given">The weights at first, what the inputs are, and how memory is aligned. Gradients are given to each step.</param>
    /// <param name="name">The name of the parameter.</param>
    public TensorRun(RuleOptimizer optimizer, Case<T> given, string name = "weights")
    {
        var memory = new T[given.Offset + given.Weights.Length];
        given.Weights.CopyTo(memory, given.Offset);
        (_given, _gradients) = (given, new T[memory.Length]);
        Optimizer = optimizer;
        Parameter = optimizer.Add(name, memory.AsMemory(given.Offset), _gradients.AsMemory(given.Offset), [.. given.Shape]);
        _inputs = [.. optimizer.Schema.Inputs.Select(input =>
        {
            var values = new T[memory.Length];
            Parameter.BindInput<T>(input, values.AsMemory(given.Offset));
            return values;
        })];
    }

    public RuleOptimizer Optimizer { get; }

    public Parameter Parameter { get; }

    public Snapshot<T> Now => new(Optimizer, Parameter);

    /// <summary>Takes one step of the optimizer.</summary>
    public void Step(ReadOnlySpan<T> gradients)
    {
        BindFirst(gradients);
        Optimizer.BeforeGradient();
        Bind(gradients);
        Optimizer.Step();
    }

    /// <summary>Takes one step over the spans of the parameter.</summary>
    public void StepSpans(ReadOnlySpan<T> gradients)
    {
        BindFirst(gradients);
        RuleMembers.RunSpans<T>(Optimizer, RuleMethod.BeforeGradient, Parameter);
        Bind(gradients);
        RuleMembers.RunSpans<T>(Optimizer, RuleMethod.Update, Parameter);
    }

    public void Dispose() => Optimizer.Dispose();

    /// <summary>
    /// Sets the gradients of the evaluation before <see cref="Optimizer.BeforeGradient"/>, for a rule that takes them: twice those of the
    /// step, so that each gradient tells of one weight, and of one evaluation.
    /// </summary>
    public void BindFirst(ReadOnlySpan<T> gradients)
    {
        if (!Optimizer.EvaluatesTwice)
        {
            return;
        }

        var first = _gradients.AsSpan(_given.Offset);
        for (var index = 0; index < gradients.Length; index++)
        {
            first[index] = gradients[index] + gradients[index];
        }
    }

    /// <summary>Sets the gradients, and the inputs of the rule.</summary>
    public void Bind(ReadOnlySpan<T> gradients)
    {
        gradients.CopyTo(_gradients.AsSpan(_given.Offset));
        for (var number = 0; number < _inputs.Length; number++)
        {
            _given.Input(gradients, number, _inputs[number].AsSpan(_given.Offset));
        }
    }
}
