using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// L-BFGS, the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal, 1980; Liu and Nocedal, 1989): a quasi-Newton
/// method that knows the Hessian by its last few pairs of moves and changes of the gradients. It moves the same parameters as the
/// optimizer's own rule, whose state and step counts it leaves alone.
/// </summary>
/// <remarks>
/// <para>
/// Conventions are those of PyTorch's <c>LBFGS</c>: the first step is min(1, 1/‖g‖₁) long, pairs with sᵀy ≤ 1e-10 are left out, the initial
/// inverse Hessian is sᵀy/yᵀy. PyTorch keeps 100 pairs unless said.
/// </para>
/// <para>
/// Within one <see cref="Step"/> the loss must be one function: the full batch, or one mini-batch, without dropout. Vectors are kept in
/// <see cref="double"/> whatever the type of the weights: 2 (history + 1) + 7 of them. A step allocates nothing; its last bits depend on
/// the vector width. Parameters that are frozen when it is made are no part of it. Not thread-safe.
/// </para>
/// </remarks>
public sealed class Lbfgs
{
    private readonly ParameterVector _vector;
    private readonly CurvatureHistory _history;
    private readonly DirectionalLoss _line;
    private readonly StrongWolfeSearch _search;
    private readonly LinePoint _current;
    private readonly double[] _previousGradients;
    private bool _hasMoved;
    private double _lastStep;

    /// <summary>Makes the method for the parameters of an optimizer that are not frozen.</summary>
    /// <param name="optimizer">The optimizer. All its parameters have been added.</param>
    /// <param name="history">How many pairs are remembered, m, at least 1; 3 to 20 as a rule.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="history"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The optimizer has no weights that are not frozen, or some of 16 bits or on a device.</exception>
    public Lbfgs(Optimizer optimizer, int history = 10)
    {
        _vector = new(optimizer);
        History = Guard.Hyperparameter(history, nameof(history), min: 1, max: 100_000);
        _history = new(_vector.Length, history);
        _line = new(_vector);
        _search = new(_vector.Length);
        _current = new(_vector.Length);
        _previousGradients = new double[_vector.Length];
    }

    /// <summary>How many pairs are remembered.</summary>
    public int History { get; }

    /// <summary>The length of a step in units of the quasi-Newton direction, or the first one that a line search tries. Greater than 0; 1 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double LearningRate { get; set => field = Guard.Hyperparameter(value, nameof(LearningRate), above: 0); } = 1;

    /// <summary>How the length of a step is chosen; <see cref="LineSearchMethod.StrongWolfe"/> unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member.</exception>
    public LineSearchMethod LineSearch
    {
        get;
        set => field = Enum.IsDefined(value)
            ? value
            : throw Guard.NotAMember(value, nameof(LineSearch), string.Join(", ", Enum.GetNames<LineSearchMethod>()));
    } = LineSearchMethod.StrongWolfe;

    /// <summary>The most iterations of one call, at least 1; 20 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumIterations { get; set => field = Guard.Hyperparameter(value, nameof(MaximumIterations), min: 1); } = 20;

    /// <summary>
    /// How many evaluations of one call end it, after the iteration that reaches them, at least 1; <see langword="null"/>, the default, for
    /// 5/4 of <see cref="MaximumIterations"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaximumEvaluations
    {
        get;
        set => field = value is { } most ? Guard.Hyperparameter(most, nameof(MaximumEvaluations), min: 1) : null;
    }

    /// <summary>The largest absolute gradient that counts as none, at least 0; 1e-7 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or negative.</exception>
    public double GradientTolerance { get; set => field = Guard.Hyperparameter(value, nameof(GradientTolerance), min: 0); } = 1e-7;

    /// <summary>The change of a weight, of the loss, or the slope, that counts as no progress, at least 0; 1e-9 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or negative.</exception>
    public double ChangeTolerance { get; set => field = Guard.Hyperparameter(value, nameof(ChangeTolerance), min: 0); } = 1e-9;

    /// <summary>Told after every iteration, of the <see cref="MaximumIterations"/> of a call; <see langword="null"/>, for nobody, unless set.</summary>
    public IProgress<WorkProgress>? Progress { get; set; }

    /// <summary>The iterations of all calls.</summary>
    public long Iterations { get; private set; }

    /// <summary>The evaluations of loss and gradients of all calls.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Forgets the pairs, so that the next step is along the gradient. For weights that somebody else has moved.</summary>
    public void Reset()
    {
        _history.Clear();
        _hasMoved = false;
    }

    /// <summary>Minimizes the loss for up to <see cref="MaximumIterations"/> iterations. Allocates nothing.</summary>
    /// <param name="lossAndGradients">
    /// Returns the loss at the present weights and writes its gradients to the parameters' gradient buffers. After the call the buffers hold
    /// those of the last evaluation, which need not be at the weights that are left.
    /// </param>
    /// <param name="cancellationToken">Asked before every iteration.</param>
    /// <returns>What was done, and why it ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="lossAndGradients"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// A parameter has no gradients after an evaluation; or was added, resized or frozen since this was made, or awaits its gradient after
    /// <see cref="Optimizer.BeforeGradient"/>, and nothing was changed. An exception of the evaluation itself is passed on; the weights are
    /// then those that the iteration began with.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The call was cancelled. The weights are those that the last whole iteration led to, and the next call goes on from there.
    /// </exception>
    public LbfgsResult Step(Func<double> lossAndGradients, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lossAndGradients);
        _vector.ThrowIfChanged();
        _line.LossAndGradients = lossAndGradients;
        try
        {
            return Minimize(cancellationToken);
        }
        finally
        {
            _line.LossAndGradients = null;
        }
    }

    private LbfgsResult Minimize(CancellationToken cancellationToken)
    {
        var (iterations, evaluations) = (0, 1);
        var mostEvaluations = MaximumEvaluations ?? Math.Max(1, MaximumIterations * 5L / 4);
        _line.StartHere();
        _line.Evaluate(0, _current);
        Evaluations++;
        var initialLoss = _current.Loss;
        if (!_current.IsFinite)
        {
            return Result(LbfgsOutcome.NotFinite);
        }

        var (largestGradient, _) = DenseVector.Magnitudes(_current.Gradients);
        if (largestGradient <= GradientTolerance)
        {
            return Result(LbfgsOutcome.GradientVanished);
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            iterations++;
            Iterations++;
            var step = TurnToDescent();
            if (!(_current.Slope <= -ChangeTolerance))
            {
                return Result(LbfgsOutcome.NoProgress);
            }

            var lossBefore = _current.Loss;
            var (largestEntry, _) = DenseVector.Magnitudes(_line.Direction);
            if (LineSearch == LineSearchMethod.StrongWolfe)
            {
                var best = _search.Run(_line, _current, step, narrowest: ChangeTolerance / largestEntry);
                _current.CopyFrom(best);
                _line.MoveTo(best.Step);
                evaluations += _search.Evaluations;
                Evaluations += _search.Evaluations;
                if (best.Step == 0 && !_search.HasFinitePoint)
                {
                    return Result(LbfgsOutcome.NotFinite);
                }
            }
            else if (iterations == MaximumIterations)
            {
                // What the last step of fixed length led to is for the next call to evaluate.
                _line.MoveTo(step);
                if (!_vector.HasFiniteWeights)
                {
                    _line.MoveTo(0);
                    return Result(LbfgsOutcome.NotFinite);
                }

                (_hasMoved, _lastStep) = (true, step);
                return Result(LbfgsOutcome.IterationLimit) with { FinalLoss = null };
            }
            else
            {
                _line.Evaluate(step, _current);
                evaluations++;
                Evaluations++;
                if (!_current.IsFinite)
                {
                    _line.MoveTo(0);
                    _current.Loss = lossBefore;
                    return Result(LbfgsOutcome.NotFinite);
                }
            }

            (_hasMoved, _lastStep) = (true, _current.Step);
            _line.StartHere();
            Progress?.Report(new(iterations, MaximumIterations));
            (largestGradient, _) = DenseVector.Magnitudes(_current.Gradients);
            if (largestGradient <= GradientTolerance)
            {
                return Result(LbfgsOutcome.GradientVanished);
            }

            if (largestEntry * _lastStep <= ChangeTolerance || Math.Abs(_current.Loss - lossBefore) < ChangeTolerance)
            {
                return Result(LbfgsOutcome.NoProgress);
            }

            if (iterations == MaximumIterations)
            {
                return Result(LbfgsOutcome.IterationLimit);
            }

            if (evaluations >= mostEvaluations)
            {
                return Result(LbfgsOutcome.EvaluationLimit);
            }
        }

        LbfgsResult Result(LbfgsOutcome outcome) => new(initialLoss, _current.Loss, iterations, evaluations, outcome);
    }

    /// <summary>Takes the last move into the history and computes the direction from here.</summary>
    /// <returns>The step to try.</returns>
    private double TurnToDescent()
    {
        var gradients = _current.Gradients;
        var step = LearningRate;
        if (_hasMoved)
        {
            _history.Add(_lastStep, _line.Direction, _previousGradients, gradients);
        }
        else
        {
            step *= FirstStep(gradients);
        }

        _history.WriteDirection(_line.Direction, gradients);
        if (!DenseVector.IsFinite(_line.Direction))
        {
            // The pairs are of a scale that this gradient is not of.
            _history.Clear();
            _history.WriteDirection(_line.Direction, gradients);
            step = LearningRate * FirstStep(gradients);
        }

        gradients.CopyTo(_previousGradients, 0);
        var slope = DenseVector.Dot(gradients, _line.Direction);
        if (!double.IsFinite(slope))
        {
            step = ShortenDirection(step, gradients);
            slope = DenseVector.Dot(gradients, _line.Direction);
        }

        (_current.Step, _current.Slope) = (0, slope);
        _lastStep = 0;
        return step;
    }

    /// <summary>min(1, 1/‖g‖₁), also where the sum is too large for a double.</summary>
    private static double FirstStep(double[] gradients)
    {
        var (largest, sum) = DenseVector.Magnitudes(gradients);
        return Math.Min(1, double.IsFinite(sum) ? 1 / sum : 1 / largest / gradients.Length);
    }

    /// <summary>
    /// Shortens a direction whose slope is too large for a double by a power of two, and lengthens the step by it: the points of the line
    /// stay the same.
    /// </summary>
    /// <returns>The step to try.</returns>
    private double ShortenDirection(double step, double[] gradients)
    {
        // As many products as a vector has, each below 2 · 2 · 2⁹⁸⁰, add up to less than 2¹⁰²³.
        var exponent = DenseVector.Exponent(gradients) + DenseVector.Exponent(_line.Direction) - 980;
        DenseVector.ScaleBinary(_line.Direction, -exponent, _line.Direction);
        return Math.ScaleB(step, exponent);
    }
}
