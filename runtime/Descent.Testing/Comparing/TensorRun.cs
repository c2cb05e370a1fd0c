using System.Numerics;

namespace Descent.Testing.Comparing;

/// <summary>One tensor under an optimizer of its own, stepped with given gradients.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class TensorRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _gradients;
    private readonly T[] _inputs;
    private readonly int _offset;

    /// <summary>Adds a copy of the weights to the optimizer.</summary>
    /// <param name="optimizer">A new optimizer.</param>
    /// <param name="weights">The weights at first.</param>
    /// <param name="offset">How far into their memory weights, gradients and inputs start, so that they are not aligned.</param>
    public TensorRun(Optimizer optimizer, ReadOnlySpan<T> weights, int offset = 0)
    {
        var memory = new T[offset + weights.Length];
        weights.CopyTo(memory.AsSpan(offset));
        (_gradients, _inputs, _offset) = (new T[memory.Length], new T[memory.Length], offset);
        Optimizer = optimizer;
        Parameter = optimizer.Add("weights", memory.AsMemory(offset), _gradients.AsMemory(offset));
        RuleMembers.BindInputs<T>(Parameter.State, _inputs.AsMemory(offset));
    }

    public Optimizer Optimizer { get; }

    public Parameter<T> Parameter { get; }

    public Snapshot<T> Now => new(Optimizer, Parameter);

    /// <summary>Takes one step of the optimizer.</summary>
    public void Step(ReadOnlySpan<T> gradients)
    {
        Optimizer.BeforeGradient();
        Bind(gradients);
        Optimizer.Step();
    }

    /// <summary>Takes one step over the spans of the parameter.</summary>
    public void StepSpans(ReadOnlySpan<T> gradients)
    {
        Bind(gradients);
        RuleMembers.UpdateSpans(Optimizer, Parameter);
    }

    public void Dispose() => Optimizer.Dispose();

    /// <summary>Sets the gradients, and the inputs of the rule to their squares: an input may have to be positive.</summary>
    public void Bind(ReadOnlySpan<T> gradients)
    {
        gradients.CopyTo(_gradients.AsSpan(_offset));
        for (var index = 0; index < gradients.Length; index++)
        {
            _inputs[_offset + index] = gradients[index] * gradients[index];
        }
    }
}
