namespace Descent.Training;

/// <summary>
/// Checks one coordinate. Halving the step size tells the three things apart that can disturb a central difference: truncation falls as
/// h², rounding grows as 1/h, and at a kink the slopes on both sides stay apart.
/// </summary>
internal sealed class CoordinateCheck(WeightTensor tensor, int index, double analytic, double analyticRounding, double tolerance)
{
    /// <summary>Step sizes h, h/2 … h/128.</summary>
    private const int Most = 8;
    private readonly List<Difference> _differences = new(Most);

    public CheckedCoordinate Run(double stepSize, double defaultStepSize, Func<double> loss, double lossAtWeights, double noise)
    {
        var isKinkSuspected = false;
        for (var h = stepSize; _differences.Count < Most; h /= 2)
        {
            _differences.Add(Difference.Measure(tensor, index, h, loss, lossAtWeights, noise));
            isKinkSuspected |= SlopesStayApart();
            if (_differences.Count >= 2 && !isKinkSuspected && GradientCheck.RelativeError(analytic, _differences[0].Central) <= tolerance)
            {
                return Report(_differences[0], Truncation(0), GradientVerdict.Correct, defaultStepSize);
            }

            if (_differences.Count >= 2 && IsUseless(_differences[^1]))
            {
                break;
            }
        }

        if (!double.IsFinite(analytic) || _differences.TrueForAll(difference => !double.IsFinite(difference.Central)))
        {
            return Report(_differences[0], 0, GradientVerdict.NotFinite, defaultStepSize);
        }

        if (isKinkSuspected && FindKink() is { } atKink)
        {
            return Report(atKink, 0, GradientVerdict.Kink, defaultStepSize);
        }

        var best = ChooseMostCertain(isKinkSuspected ? _differences.Count - 2 : 0);
        var truncation = Truncation(best) + Crossed(best);
        var difference = _differences[best];
        var verdict = GradientCheck.RelativeError(analytic, difference.Central) <= tolerance ? GradientVerdict.Correct
            : Math.Abs(analytic - difference.Central) > Uncertainty(difference, truncation) ? GradientVerdict.Wrong
            : GradientVerdict.Inconclusive;
        return Report(difference, truncation, verdict, defaultStepSize);
    }

    /// <summary>
    /// Whether the last two jumps have a part that does not shrink with h. A smooth loss gives jumps h f″ and h/2 f″, so that twice the
    /// second less the first is 0; a kink's own jump remains.
    /// </summary>
    private bool SlopesStayApart()
    {
        if (_differences.Count < 2)
        {
            return false;
        }

        var (wide, narrow) = (_differences[^2], _differences[^1]);
        var scale = Math.Max(Math.Abs(analytic), Math.Max(Math.Abs(narrow.Left), Math.Abs(narrow.Right)));
        return KinkAt(_differences.Count - 2) > Math.Max(tolerance * scale, (2 * narrow.JumpRounding) + wide.JumpRounding);
    }

    /// <summary>The part of the jump at a step size, and at half of it, that does not shrink with h.</summary>
    private double KinkAt(int i) => Math.Abs((2 * _differences[i + 1].Jump) - _differences[i].Jump);

    /// <summary>Whether rounding leaves nothing of the gradient and of the jump at this step size, and so at smaller ones.</summary>
    private bool IsUseless(Difference difference)
        => difference.Rounding > Math.Max(Math.Abs(analytic), Math.Abs(_differences[0].Central))
            && difference.JumpRounding > Math.Abs(_differences[0].Jump) / 4;

    /// <summary>The smallest step size that can tell, if the slopes are still apart there; smooth jumps would have shrunk with h.</summary>
    private Difference? FindKink()
    {
        var first = Math.Abs(_differences[0].Jump);
        var last = _differences.FindLastIndex(difference => difference.JumpRounding < first / 4);
        if (last < 1)
        {
            return null;
        }

        var smooth = _differences[last].StepSize / _differences[0].StepSize;
        return Math.Abs(_differences[last].Jump) > Math.Max(0.25, 1.4 * smooth) * first ? _differences[last] : null;
    }

    private int ChooseMostCertain(int from)
    {
        var best = from;
        for (var i = from + 1; i < _differences.Count; i++)
        {
            if (!(Uncertainty(_differences[i], Truncation(i) + Crossed(i)) >= Uncertainty(_differences[best], Truncation(best) + Crossed(best))))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>
    /// What is left of the truncation error, not less than it is: 4/3 of the change that halving h makes (Richardson), and for the last
    /// step size the change that it made.
    /// </summary>
    private double Truncation(int i) => i + 1 < _differences.Count
        ? Math.Abs(_differences[i].Central - _differences[i + 1].Central) * 4 / 3
        : Math.Abs(_differences[i].Central - _differences[i - 1].Central);

    /// <summary>
    /// By how much kinks that the step crosses may move the central difference from the slope on the weight's side of them: half of the jump, unless
    /// nearly all of it shrinks with h. A pair of step sizes does not show a kink at a third of the longer one; those beside it do.
    /// </summary>
    private double Crossed(int i)
    {
        var kink = 0.0;
        for (var pair = Math.Max(i - 1, 0); pair <= Math.Min(i + 1, _differences.Count - 2); pair++)
        {
            kink = Math.Max(kink, KinkAt(pair));
        }

        var jump = Math.Abs(_differences[i].Jump);
        return (kink > jump / 4 ? Math.Max(kink, jump) : kink) / 2;
    }

    private double Uncertainty(Difference difference, double truncation) => difference.Rounding + truncation + analyticRounding;

    private CheckedCoordinate Report(
        Difference difference, double truncation, GradientVerdict verdict, double defaultStepSize)
    {
        var first = _differences[0];
        var (region, suggested) = Judge(first, Truncation(0), defaultStepSize);
        return new()
        {
            ParameterName = tensor.Parameter.Name,
            Index = index,
            Location = ReportText.Location(tensor.Parameter, index),
            Verdict = verdict,
            Analytic = analytic,
            Numeric = difference.Central,
            RelativeError = GradientCheck.RelativeError(analytic, difference.Central),
            Uncertainty = Uncertainty(difference, truncation),
            LeftDerivative = difference.Left,
            RightDerivative = difference.Right,
            StepSize = difference.StepSize,
            Region = region,
            SuggestedStepSize = suggested,
        };
    }

    private (StepSizeRegion Region, double? Suggested) Judge(Difference first, double truncation, double defaultStepSize)
    {
        if (!double.IsFinite(first.Central) && double.IsFinite(first.Rounding))
        {
            return (StepSizeRegion.TruncationDominated, null);
        }

        var harmless = tolerance * Math.Max(Math.Abs(analytic), Math.Abs(first.Central));
        if (truncation > harmless && truncation > 2 * first.Rounding)
        {
            // Rounding noise/h and truncation c h² add up to the least at h³ = noise/2c.
            var best = first.StepSize * Math.Cbrt(first.Noise / (2 * truncation * first.StepSize));
            return (StepSizeRegion.TruncationDominated, best > 0 ? best : null);
        }

        if (!(first.Rounding <= harmless))
        {
            return (StepSizeRegion.RoundingDominated, first.StepSize < 0.5 * defaultStepSize ? defaultStepSize : null);
        }

        return (StepSizeRegion.Adequate, null);
    }
}
