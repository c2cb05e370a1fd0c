using System.Numerics;

namespace Descent.Training;

/// <summary>The weights of one parameter before a step.</summary>
internal abstract class WatchedParameter(Parameter parameter)
{
    /// <summary>The parameter's name as a tag, made once.</summary>
    public KeyValuePair<string, object?> Tag { get; } = new(TrainingMetrics.ParameterTag, parameter.Name);

    /// <summary>Whether steps update the parameter.</summary>
    public bool IsUpdated => !parameter.IsFrozen && parameter.HasGradients;

    public static WatchedParameter Of(Parameter parameter) => parameter switch
    {
        Parameter<float> single => new WatchedParameter<float>(single),
        Parameter<double> twice => new WatchedParameter<double>(twice),
        _ => throw new NotSupportedException($"Parameter '{parameter.Name}' holds neither float nor double."),
    };

    public abstract void Remember();

    public abstract double UpdateRatio();
}

/// <summary>A <see cref="WatchedParameter"/> of one element type.</summary>
internal sealed class WatchedParameter<T>(Parameter<T> parameter) : WatchedParameter(parameter)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _before = new T[parameter.Length];

    public override void Remember() => parameter.Weights.CopyTo(_before);

    public override double UpdateRatio() => Training.UpdateRatio.Compute<T>(_before, parameter.Weights.Span);
}
