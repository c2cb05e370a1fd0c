using System.ComponentModel;
using Descent.Engine;

namespace Descent.CompilerServices;

/// <summary>Puts the learning rate back that <see cref="CompiledRule.ScaleRate"/> has scaled. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ScaledRate
{
    private readonly RateScaling? _scaling;

    internal ScaledRate(RateScaling scaling, double scale)
    {
        scaling.Use(scale, parameter: null);
        _scaling = scaling;
    }

    /// <summary>Puts the rate back.</summary>
    public void Dispose() => _scaling?.End();
}
