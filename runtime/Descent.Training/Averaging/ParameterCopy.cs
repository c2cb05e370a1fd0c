using System.Numerics;

namespace Descent.Training;

/// <summary>The values that a <see cref="WeightSnapshot"/> keeps for one parameter.</summary>
internal abstract class ParameterCopy(Parameter parameter)
{
    private bool _wasFrozen;

    public Parameter Parameter { get; } = parameter;

    public static ParameterCopy Of(Parameter parameter)
        => parameter.Weights.ElementType == typeof(double) ? new ParameterCopy<double>(parameter)
            : parameter.Weights.ElementType == typeof(float) ? new ParameterCopy<float>(parameter)
            : new NarrowCopy(parameter);

    /// <summary>Throws if the weights' memory is gone, so that no loop over the parameters stops half-way.</summary>
    public abstract void Verify();

    /// <summary>Names the values in a checkpoint.</summary>
    public abstract void Describe(CheckpointContents contents, string prefix);

    public abstract void Capture();

    public abstract void Restore();

    public abstract void Exchange();

    public abstract void MoveTowardsWeights(double rate);

    public abstract void MoveTowards(ParameterCopy other, double rate);

    /// <summary>Keeps a step from training values that are in the weights for evaluation only.</summary>
    public void Freeze() => (_wasFrozen, Parameter.IsFrozen) = (Parameter.IsFrozen, true);

    public void Unfreeze() => Parameter.IsFrozen = _wasFrozen;
}

/// <summary>Those of weights of 16 bits, in <see cref="float"/>, so that averages have more bits than the weights.</summary>
internal sealed class NarrowCopy(Parameter parameter) : ParameterCopy(parameter)
{
    private readonly float[] _values = new float[parameter.Length];

    public override void Verify() => _ = Parameter.Weights.Length == 0 ? 0 : Parameter.Weights[0];

    public override void Describe(CheckpointContents contents, string prefix) => contents.AddPerWeight<float>(prefix + Parameter.Name, _values, Parameter);

    public override void Capture() => Parameter.Weights.CopyTo<float>(_values);

    public override void Restore() => Parameter.Weights.CopyFrom<float>(_values);

    public override void Exchange()
    {
        var weights = Parameter.Weights.ToArray<float>();
        Restore();
        weights.CopyTo(_values, 0);
    }

    public override void MoveTowardsWeights(double rate) => AverageKernel.MoveTowards<float>(_values, Parameter.Weights.ToArray<float>(), rate);

    public override void MoveTowards(ParameterCopy other, double rate) => AverageKernel.MoveTowards<float>(_values, ((NarrowCopy)other)._values, rate);
}

/// <inheritdoc/>
internal sealed class ParameterCopy<T>(Parameter parameter) : ParameterCopy(parameter)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values = new T[parameter.Length];

    public Span<T> Values => _values;

    private Span<T> Weights => Parameter.Weights.Span<T>();

    public override void Verify() => _ = Weights;

    public override void Describe(CheckpointContents contents, string prefix) => contents.AddPerWeight<T>(prefix + Parameter.Name, _values, Parameter);

    public override void Capture() => Weights.CopyTo(_values);

    public override void Restore() => _values.CopyTo(Weights);

    public override void Exchange() => AverageKernel.Exchange(Weights, _values);

    public override void MoveTowardsWeights(double rate) => AverageKernel.MoveTowards(_values, Weights, rate);

    public override void MoveTowards(ParameterCopy other, double rate)
        => AverageKernel.MoveTowards(_values, ((ParameterCopy<T>)other)._values, rate);
}
