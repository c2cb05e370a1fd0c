using System.Numerics;

namespace Descent.Training;

/// <summary>The weights of one parameter before a step.</summary>
internal abstract class WatchedParameter(Parameter parameter)
{
    private int _stepsBefore;

    public Parameter Parameter => parameter;

    /// <summary>The parameter's name as a tag, made once.</summary>
    public KeyValuePair<string, object?> Tag { get; } = new(TrainingMetrics.ParameterTag, parameter.Name);

    /// <summary>Whether the parameter was updated since its weights were remembered.</summary>
    public bool IsUpdated => parameter.StepCount != _stepsBefore;

    public static WatchedParameter Of(Parameter parameter)
        => parameter.Weights.ElementType == typeof(double) ? new WatchedParameter<double>(parameter) : new WatchedParameter<float>(parameter);

    /// <summary>Copies the weights.</summary>
    public virtual void Remember() => _stepsBefore = parameter.StepCount;

    /// <summary>The ratio of update to weight; <see langword="null"/> for weights that were all 0, which have none.</summary>
    public abstract double? UpdateRatio();
}

/// <summary>A <see cref="WatchedParameter"/> of one element type; weights of 16 bits are watched in <see cref="float"/>, and those on a device as copies.</summary>
internal sealed class WatchedParameter<T>(Parameter parameter) : WatchedParameter(parameter)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _before = new T[parameter.Length];

    public override void Remember()
    {
        base.Remember();
        Parameter.Weights.CopyTo<T>(_before);
    }

    public override double? UpdateRatio()
    {
        var now = Parameter.Weights;
        var (update, weights) = Training.UpdateRatio.Norms(_before, now.ElementType == typeof(T) && !now.IsOnDevice ? now.ReadOnlySpan<T>() : now.ToArray<T>());
        return weights == 0 ? null : update / weights;
    }
}
