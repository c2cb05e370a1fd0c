using System.Numerics;

namespace Descent.Training;

/// <summary>Computes a model's predictions with the weights that stand in its parameters at the time.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="predictions">Receives the predictions, all of them: samples times classes, say, in any layout.</param>
public delegate void Predictor<T>(Span<T> predictions)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
