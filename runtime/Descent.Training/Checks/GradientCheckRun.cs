namespace Descent.Training;

/// <summary>One run of a <see cref="GradientCheck"/>: first that loss and gradients can be checked at all, then the coordinates.</summary>
internal sealed class GradientCheckRun(
    GradientCheck check, List<WeightTensor> tensors, Func<double> lossAndGradients, Func<double>? loss, CancellationToken cancellationToken)
{
    private readonly List<(WeightTensor Tensor, int Index)> _coordinates = [];
    private readonly Dictionary<WeightTensor, double> _largestGradients = [];

    /// <summary>Below this many units of the element type, relative to the loss, two evaluations differ by the order of their sums.</summary>
    private const double HarmlessUnits = 64;

    public GradientCheckReport Run(string? name)
    {
        try
        {
            var report = new GradientCheckReport { Name = name, Loss = lossAndGradients() };
            if (tensors.Exists(tensor => !tensor.IsUnchanged))
            {
                throw new InvalidOperationException("The evaluation of loss and gradients changes weights; a check needs it without an optimizer step.");
            }

            report = report with { SkippedParameters = ChooseCoordinates(), GradientNorm = MeasureGradients() };
            return CheckReproducibility(report) ?? CheckCoordinates(report);
        }
        finally
        {
            foreach (var tensor in tensors)
            {
                tensor.Restore();
            }
        }
    }

    private List<string> ChooseCoordinates()
    {
        List<string> skipped = [];
        var sampler = new CoordinateSampler((ulong)check.Seed);
        foreach (var tensor in tensors)
        {
            if (!tensor.Parameter.HasGradients)
            {
                skipped.Add(tensor.Parameter.Name);
                continue;
            }

            if (tensor.Parameter.GradientRows is not null)
            {
                throw new InvalidOperationException($"Parameter '{tensor.Parameter.Name}' has gradients of some rows; bind those of all weights.");
            }

            foreach (var index in sampler.Draw((int)tensor.Parameter.Length, check.CoordinatesPerParameter))
            {
                _coordinates.Add((tensor, index));
            }
        }

        return _coordinates.Count > 0
            ? skipped
            : throw new InvalidOperationException("No parameter has gradients after the evaluation of loss and gradients.");
    }

    /// <summary>Measures all gradients, also those that were not drawn; one that is not finite is checked in any case.</summary>
    private double MeasureGradients()
    {
        var norm = default(EuclideanNorm);
        foreach (var tensor in tensors)
        {
            if (tensor.Parameter.HasGradients)
            {
                (_largestGradients[tensor], var notFinite) = tensor.MeasureGradients(ref norm);
                if (notFinite >= 0 && !_coordinates.Contains((tensor, notFinite)))
                {
                    _coordinates.Add((tensor, notFinite));
                }
            }
        }

        return norm.Value;
    }

    /// <summary>Evaluates again at the same weights.</summary>
    private GradientCheckReport? CheckReproducibility(GradientCheckReport report)
    {
        if (!double.IsFinite(report.Loss))
        {
            return report with { Outcome = GradientCheckOutcome.LossNotFinite };
        }

        var first = _coordinates.ConvertAll(coordinate => coordinate.Tensor.Gradient(coordinate.Index));
        var again = lossAndGradients();
        if (Differ(report.Loss, again))
        {
            return report with { Outcome = GradientCheckOutcome.RandomLoss, LossAgain = again };
        }

        var accumulate = true;
        var differ = false;
        for (var i = 0; i < first.Count; i++)
        {
            var (tensor, index) = _coordinates[i];
            var (one, two) = (first[i], tensor.Gradient(index));
            var harmless = HarmlessUnits * tensor.Epsilon * _largestGradients[tensor];
            differ |= Math.Abs(one - two) > harmless;
            accumulate &= Math.Abs((2 * one) - two) <= 2 * harmless;
        }

        if (differ)
        {
            return report with { Outcome = GradientCheckOutcome.GradientsNotReproducible, GradientsAccumulate = accumulate };
        }

        return loss is not null && loss() is var alone && Differ(report.Loss, alone)
            ? report with { Outcome = GradientCheckOutcome.LossesDisagree, LossAgain = alone }
            : null;
    }

    private GradientCheckReport CheckCoordinates(GradientCheckReport report)
    {
        var evaluate = loss ?? lossAndGradients;
        var gradients = _coordinates.ConvertAll(coordinate => coordinate.Tensor.Gradient(coordinate.Index));
        var lossAtWeights = loss is null ? report.Loss : loss();
        var noise = LossNoise.Measure(_coordinates, evaluate, lossAtWeights);
        var relativeNoise = lossAtWeights == 0 ? 0 : noise / Math.Abs(lossAtWeights);
        var found = new List<CheckedCoordinate>(_coordinates.Count);
        for (var i = 0; i < _coordinates.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (tensor, index) = _coordinates[i];
            var byDefault = Math.Cbrt(Math.Clamp(relativeNoise, tensor.Epsilon, 1e-3)) * Math.Max(1, Math.Abs(tensor.Weight(index)));
            var tolerance = check.Tolerance ?? (tensor.Epsilon > 1e-10 ? GradientCheck.SingleTolerance : GradientCheck.DoubleTolerance);
            var rounding = 16 * tensor.Epsilon * _largestGradients[tensor];
            var coordinate = new CoordinateCheck(tensor, index, gradients[i], rounding, tolerance)
                .Run(check.StepSize ?? byDefault, byDefault, evaluate, lossAtWeights, noise);
            found.Add(coordinate);
            check.Progress?.Report(new(found.Count, _coordinates.Count));

            // Before a gradient is blamed, the loss has to be the same once more: dropout may have drawn the same twice by chance.
            if (coordinate.Verdict != GradientVerdict.Correct && evaluate() is var again && Differ(lossAtWeights, again))
            {
                return report with { Outcome = GradientCheckOutcome.RandomLoss, LossAgain = again };
            }
        }

        // What depends on the number of evaluations (a batch that moves on, running statistics) shows at the end.
        var last = lossAndGradients();
        return Differ(report.Loss, last)
            ? report with { Outcome = GradientCheckOutcome.RandomLoss, LossAgain = last }
            : report.With(found, noise);
    }

    private bool Differ(double one, double two)
    {
        var epsilon = 0.0;
        foreach (var tensor in tensors)
        {
            epsilon = Math.Max(epsilon, tensor.Epsilon);
        }

        return !(Math.Abs(one - two) <= HarmlessUnits * epsilon * Math.Abs(one));
    }
}
