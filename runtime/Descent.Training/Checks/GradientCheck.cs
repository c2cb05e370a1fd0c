using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Compares the gradients that a program computes with central differences of its loss, (L(w + h) − L(w − h)) / 2h, by relative error
/// (CS231n, "Neural Networks Part 3: Learning and Evaluation", gradient checks).
/// </summary>
/// <remarks>
/// <para>
/// A check looks at a seeded random subset of every parameter, so that no bias vector is left out, and at the first gradient of each that
    /// is not finite. Each coordinate costs four evaluations of the loss, up to seventeen where the first look leaves a doubt. Prefer <see cref="double"/> parameters: with <see cref="float"/> a
/// right gradient has errors up to 1e-2. Use few examples (fewer kinks), and check again after some training, when the gradients are in
/// their usual range.
/// </para>
/// <para>
/// The weights have their first bits afterwards, also when an evaluation throws; the optimizer's state is not touched. Unless it throws,
/// the last evaluation is one at the unchanged weights, so that the gradient buffers hold their gradients.
/// </para>
/// <example><code>
/// var report = new GradientCheck { CoordinatesPerParameter = 20 }.Run(optimizer, () => model.Backward(batch));
/// Console.WriteLine(report);
/// </code></example>
/// </remarks>
public sealed class GradientCheck
{
    /// <summary>The largest relative error of a right gradient of <see cref="double"/> weights, 1e-5, unless said otherwise.</summary>
    public const double DoubleTolerance = 1e-5;

    /// <summary>
    /// The largest relative error of a right gradient of <see cref="float"/> weights, 1e-2, unless said otherwise. The best step size
    /// leaves an error of ε^⅔ ≈ 2e-5 of the loss's own size, and gradients are often a thousandth of that.
    /// </summary>
    public const double SingleTolerance = 1e-2;

    /// <summary>How many weights of every parameter are checked, at least 1; all of those that have fewer. 10 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int CoordinatesPerParameter { get; init => field = Guard.Hyperparameter(value, nameof(CoordinatesPerParameter), min: 1); } = 10;

    /// <summary>What the choice of weights depends on; the same seed chooses the same. 0 unless said.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The first step size h, an absolute one, greater than 0. <see langword="null"/>, the default, chooses it for every coordinate:
    /// h = max(ε, noise/|L|)^⅓ max(1, |w|) with ε the machine epsilon of the weight's type (6e-6 for double and 5e-3 for float at |w| ≤ 1),
    /// where rounding and truncation balance for a loss whose third derivative is of its own size.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double? StepSize { get; init => field = value is { } h ? Guard.Hyperparameter(h, nameof(StepSize), above: 0) : null; }

    /// <summary>
    /// The largest relative error of a right gradient, greater than 0 and less than 1. <see langword="null"/>, the default, takes
    /// <see cref="DoubleTolerance"/> or <see cref="SingleTolerance"/>. See <see cref="CheckedCoordinate.RelativeError"/> for CS231n's reading.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public double? Tolerance { get; init => field = value is { } e ? Guard.Hyperparameter(e, nameof(Tolerance), above: 0, below: 1) : null; }

    /// <summary>Told after every coordinate; <see langword="null"/>, for nobody, unless said.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>|analytic − numeric| / max(|analytic|, |numeric|), and 0 where both are 0.</summary>
    /// <param name="analytic">The gradient that a program computed.</param>
    /// <param name="numeric">The gradient by differences.</param>
    /// <returns>From 0 to 2; NaN if an argument is NaN or infinite.</returns>
    public static double RelativeError(double analytic, double numeric)
    {
        if (analytic == 0 && numeric == 0)
        {
            return 0;
        }

        var (difference, largest) = (Math.Abs(analytic - numeric), Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
        return double.IsInfinity(difference) ? Math.Abs((analytic / largest) - (numeric / largest)) : difference / largest;
    }

    /// <summary>Checks the parameters of an optimizer that are not frozen and have gradients.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lossAndGradients">
    /// Returns the loss at the present weights and writes its gradients to the parameters' gradient buffers. It must leave the weights alone.
    /// </param>
    /// <param name="loss">Returns the same loss without gradients, which is faster; <see langword="null"/> to use <paramref name="lossAndGradients"/> throughout.</param>
    /// <param name="cancellationToken">Asked before every coordinate.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> or <paramref name="lossAndGradients"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">No parameter of the optimizer holds weights that are not frozen, or one holds some of 16 bits or on a device.</exception>
    /// <exception cref="InvalidOperationException">No parameter has gradients after an evaluation, or the evaluation changes weights.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled. The weights are as they were.</exception>
    public GradientCheckReport Run(
        Optimizer optimizer, Func<double> lossAndGradients, Func<double>? loss = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(lossAndGradients);
        return new GradientCheckRun(this, WeightTensor.NonEmpty(optimizer), lossAndGradients, loss, cancellationToken).Run(name: null);
    }

    /// <summary>
    /// Checks the terms of a loss one by one. CS231n's warning: a regularization loss may drown the data loss, and then the gradient of
    /// their sum passes although that of the data is wrong.
    /// </summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="terms">The terms, at least one, with different names.</param>
    /// <param name="cancellationToken">Asked before every coordinate.</param>
    /// <returns>One report a term.</returns>
    /// <exception cref="ArgumentNullException">An argument or one of its parts is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no term, two have one name, no parameter holds weights that are not frozen, or one holds some of 16 bits or on a device.</exception>
    /// <exception cref="InvalidOperationException">No parameter has gradients after an evaluation, or the evaluation changes weights.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled. The weights are as they were.</exception>
    public LossTermsReport RunTerms(Optimizer optimizer, IReadOnlyList<LossTerm> terms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0)
        {
            throw new ArgumentException("There are 0 terms; at least 1 is needed.", nameof(terms));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            ArgumentNullException.ThrowIfNull(term, nameof(terms));
            ArgumentNullException.ThrowIfNull(term.LossAndGradients, nameof(terms));
            ArgumentException.ThrowIfNullOrWhiteSpace(term.Name, nameof(terms));
            if (!names.Add(term.Name))
            {
                throw new ArgumentException($"Two terms have the name '{term.Name}'; names must differ.", nameof(terms));
            }
        }

        var reports = new List<GradientCheckReport>(terms.Count);
        foreach (var term in terms)
        {
            reports.Add(new GradientCheckRun(this, WeightTensor.NonEmpty(optimizer), term.LossAndGradients, loss: null, cancellationToken).Run(term.Name));
        }

        return new(reports);
    }
}
