namespace Descent.Training;

/// <summary>
/// The search of Nocedal and Wright (2006, algorithms 3.5 and 3.6) for a step that satisfies the strong Wolfe conditions, in the form that
/// PyTorch's <c>LBFGS</c> has: the same safeguards, so the same numbers of evaluations. A point where the loss or a gradient is not finite
/// counts as infinitely high.
/// </summary>
internal sealed class StrongWolfeSearch(int length)
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MostTrials = 25;

    // The best end of the bracket, the other end, and the point that was evaluated last. They change places; nothing is copied.
    private LinePoint _low = new(length), _high = new(length), _trial = new(length);
    private double _startLoss, _startSlope;

    /// <summary>The evaluations of the last search.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Whether the last search met a point, other than its start, where loss and gradients are finite.</summary>
    public bool HasFinitePoint { get; private set; }

    private bool IsTooHigh => _trial.Height > _startLoss + (SufficientDecrease * _trial.Step * _startSlope);

    private bool IsFlatEnough => Math.Abs(_trial.Slope) <= -Curvature * _startSlope;

    /// <summary>Searches from a start along a direction of descent.</summary>
    /// <param name="line">Evaluates the points of the line.</param>
    /// <param name="start">The point at step 0.</param>
    /// <param name="firstStep">The step to try first.</param>
    /// <param name="narrowest">The width of a bracket at which the search gives up.</param>
    /// <returns>The best point found, valid until the next search; a copy of the start if none is better.</returns>
    public LinePoint Run(DirectionalLoss line, LinePoint start, double firstStep, double narrowest)
    {
        (_startLoss, _startSlope) = (start.Loss, start.Slope);
        (Evaluations, HasFinitePoint) = (0, false);
        _low.CopyFrom(start);
        Try(line, firstStep);
        if (FindBracket(line, start))
        {
            return _trial;
        }

        (_high, _trial) = (_trial, _high);
        OrderBracket();
        Zoom(line, narrowest);
        return _low;
    }

    /// <summary>Moves a step that is near an end of the bracket for the second time, or at one, a tenth of the bracket inwards.</summary>
    internal static double KeepFromEnds(double step, double left, double right, ref bool wasNearEnd)
    {
        var margin = 0.1 * (right - left);
        var isNearEnd = Math.Min(right - step, step - left) < margin;
        if (!isNearEnd || !(wasNearEnd || step >= right || step <= left))
        {
            wasNearEnd = isNearEnd;
            return step;
        }

        wasNearEnd = false;
        return Math.Abs(step - right) < Math.Abs(step - left) ? right - margin : left + margin;
    }

    /// <summary>Goes further out until the last point and the one before enclose a step that will do, unless it does itself.</summary>
    /// <returns>Whether the last point satisfies the conditions.</returns>
    private bool FindBracket(DirectionalLoss line, LinePoint start)
    {
        while (Evaluations <= MostTrials)
        {
            // PyTorch compares with the point before from the third point on; the book does so from the second.
            if (IsTooHigh || (Evaluations > 2 && _trial.Height >= _low.Height))
            {
                return false;
            }

            if (IsFlatEnough)
            {
                return true;
            }

            if (_trial.Slope >= 0)
            {
                return false;
            }

            var least = _trial.Step + (0.01 * (_trial.Step - _low.Step));
            var next = LinePoint.InterpolateCubic(_low, _trial, least, 10 * _trial.Step);
            (_low, _trial) = (_trial, _low);
            Try(line, next);
        }

        _low.CopyFrom(start);
        return false;
    }

    /// <summary>Narrows the bracket down until its better end satisfies the conditions.</summary>
    private void Zoom(DirectionalLoss line, double narrowest)
    {
        var wasNearEnd = false;
        while (Evaluations <= MostTrials)
        {
            var (left, right) = (Math.Min(_low.Step, _high.Step), Math.Max(_low.Step, _high.Step));
            if (right - left < narrowest)
            {
                return;
            }

            Try(line, KeepFromEnds(LinePoint.InterpolateCubic(_low, _high, left, right), left, right, ref wasNearEnd));
            if (IsTooHigh || _trial.Height >= _low.Height)
            {
                (_high, _trial) = (_trial, _high);
                OrderBracket();
                continue;
            }

            var isDone = IsFlatEnough;
            if (!isDone && _trial.Slope * (_high.Step - _low.Step) >= 0)
            {
                (_low, _high) = (_high, _low);
            }

            (_low, _trial) = (_trial, _low);
            if (isDone)
            {
                return;
            }
        }
    }

    private void Try(DirectionalLoss line, double step)
    {
        line.Evaluate(step, _trial);
        Evaluations++;
        HasFinitePoint |= _trial.IsFinite;
    }

    private void OrderBracket()
    {
        if (_high.Height < _low.Height)
        {
            (_low, _high) = (_high, _low);
        }
    }
}
