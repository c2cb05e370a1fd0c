using System.Buffers;
using System.Numerics;

namespace Descent.Training;

/// <summary>The values that a <see cref="WeightSnapshot"/> keeps for one parameter.</summary>
internal abstract class ParameterCopy(Parameter parameter)
{
    private bool _wasFrozen;

    public Parameter Parameter { get; } = parameter;

    public static ParameterCopy Of(Parameter parameter)
        => parameter.Weights.ElementType == typeof(double) ? Of<double>(parameter)
            : parameter.Weights.ElementType == typeof(float) ? Of<float>(parameter)
            : new CopyOfNarrow(parameter);

    private static ParameterCopy<T> Of<T>(Parameter parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => parameter.Weights.IsOnDevice ? new CopyOfFar<T>(parameter) : new CopyOfNear<T>(parameter);

    /// <summary>Throws if the weights' memory is gone, so that no loop over the parameters stops half-way.</summary>
    public abstract void Verify();

    /// <summary>Names the values in a checkpoint.</summary>
    public abstract void Describe(CheckpointContents contents, string prefix);

    public abstract void Capture();

    /// <summary>Copies the values over the weights, for good: what was kept beside weights of 16 bits is forgotten.</summary>
    public void Restore()
    {
        WriteWeights();
        Parameter.RefreshWeights();
    }

    /// <summary>Puts the values into the weights, and keeps a step from training what is there for evaluation only. What throws does so before a weight is written.</summary>
    public void SwapIn()
    {
        Parameter.HoldsOtherWeights = true;
        (_wasFrozen, Parameter.IsFrozen) = (Parameter.IsFrozen, true);
        Exchange();
    }

    /// <summary>Puts the weights of training back.</summary>
    public void SwapOut()
    {
        Parameter.HoldsOtherWeights = false;
        Parameter.IsFrozen = _wasFrozen;
        Exchange();
    }

    public abstract void MoveTowardsWeights(double rate);

    public abstract void MoveTowards(ParameterCopy other, double rate);

    protected abstract void Exchange();

    /// <summary>Copies the values over the weights, and leaves alone what is kept beside them.</summary>
    protected abstract void WriteWeights();

}

/// <inheritdoc/>
/// <typeparam name="T">The type of the values: that of the weights, or <see cref="float"/> where these are of 16 bits, so that averages have more bits than the weights.</typeparam>
internal abstract class ParameterCopy<T>(Parameter parameter) : ParameterCopy(parameter)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values = new T[parameter.Length];

    public Span<T> Values => _values;

    public override void Describe(CheckpointContents contents, string prefix) => contents.AddPerWeight<T>(prefix + Parameter.Name, _values, Parameter);

    public override void MoveTowards(ParameterCopy other, double rate) => AverageKernel.MoveTowards(Values, ((ParameterCopy<T>)other).Values, rate);
}

/// <summary>Those of weights that loops here read and write where they lie.</summary>
internal sealed class CopyOfNear<T>(Parameter parameter) : ParameterCopy<T>(parameter)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Span<T> Weights => Parameter.Weights.Span<T>();

    public override void Verify() => _ = Weights;

    public override void Capture() => Weights.CopyTo(Values);

    protected override void Exchange() => AverageKernel.Exchange(Weights, Values);

    public override void MoveTowardsWeights(double rate) => AverageKernel.MoveTowards(Values, Weights, rate);

    protected override void WriteWeights() => Values.CopyTo(Weights);
}

/// <summary>Those of weights that loops here do not read where they lie, as on a device: a copy of them comes by for each loop.</summary>
internal class CopyOfFar<T>(Parameter parameter) : ParameterCopy<T>(parameter)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Verify() => _ = Parameter.Weights.Length == 0 ? 0 : Parameter.Weights[0];

    public override void Capture() => Parameter.Weights.CopyTo<T>(Values);

    protected override void Exchange()
    {
        var weights = Rent();
        WriteWeights();
        weights.AsSpan(0, Values.Length).CopyTo(Values);
        ArrayPool<T>.Shared.Return(weights);
    }

    public override void MoveTowardsWeights(double rate)
    {
        var weights = Rent();
        AverageKernel.MoveTowards(Values, weights.AsSpan(0, Values.Length), rate);
        ArrayPool<T>.Shared.Return(weights);
    }

    protected override void WriteWeights() => Parameter.Weights.CopyFrom<T>(Values);

    /// <summary>The weights, in an array of the pool.</summary>
    protected T[] Rent()
    {
        var weights = ArrayPool<T>.Shared.Rent(Values.Length);
        Parameter.Weights.CopyTo<T>(weights);
        return weights;
    }
}

/// <summary>
/// Those of weights of 16 bits, which have no room for all of a value: as long as the values stand in the weights, these wait beside the values, and not in their
/// place.
/// </summary>
internal sealed class CopyOfNarrow(Parameter parameter) : CopyOfFar<float>(parameter)
{
    private float[]? _training;

    protected override void Exchange()
    {
        if (_training is null)
        {
            _training = Rent();
            WriteWeights();
            return;
        }

        var found = Rent();
        WriteWeights();
        var put = Rent();
        for (var index = 0; index < Values.Length; index++)
        {
            // What others wrote there meanwhile is a value by now.
            if (!found[index].Equals(put[index]))
            {
                Values[index] = found[index];
            }
        }

        Parameter.Weights.CopyFrom<float>(_training.AsSpan(0, Values.Length));
        Array.ForEach([found, put, _training], array => ArrayPool<float>.Shared.Return(array));
        _training = null;
    }
}
