using System.Numerics;
using System.Text.Json;

namespace Descent.Matrices.Tests.Oracles;

/// <summary>Muon in Keller Jordan's convention and, where the options name its learning-rate adjustment, PyTorch's.</summary>
internal sealed class Muon<T>(JsonElement options, int rows, int columns) : IMatrixRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _momentum = new T[rows * columns], _direction = new T[rows * columns];
    private readonly MatrixWorkspace _workspace = new();

    public void Step(T[] weights, T[] gradient)
    {
        var (rate, beta) = (Number("lr"), Number("momentum"));
        var isPyTorch = options.TryGetProperty("ns_steps", out var steps);
        var isNesterov = !isPyTorch || options.GetProperty("nesterov").GetBoolean();
        for (var index = 0; index < weights.Length; index++)
        {
            _momentum[index] += Round(1 - beta) * (gradient[index] - _momentum[index]);
            _direction[index] = isNesterov ? gradient[index] + (Round(beta) * (_momentum[index] - gradient[index])) : _momentum[index];
        }

        var iteration = isPyTorch
            ? new NewtonSchulz { Steps = steps.GetInt32(), Epsilon = Number("eps"), NormGuard = NormGuard.AtLeast }
            : NewtonSchulz.Muon;
        var view = new MatrixView<T>(_direction, rows, columns);
        Matrix.Orthogonalize(view, view, iteration, _workspace);
        var matchesAdam = isPyTorch && options.GetProperty("adjust_lr_fn").GetString() == "match_rms_adamw";
        var adjusted = rate * (matchesAdam ? 0.2 * Math.Sqrt(Math.Max(rows, columns)) : Math.Sqrt(Math.Max(1, (double)rows / columns)));
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] = (weights[index] * Round(1 - (rate * Number("weight_decay")))) - (Round(adjusted) * _direction[index]);
        }
    }

    private double Number(string name) => options.GetProperty(name).GetDouble();

    private static T Round(double value) => T.CreateTruncating(value);
}
