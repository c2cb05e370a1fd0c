using System.Numerics;

namespace Descent.Tests.Oracles;

/// <summary>Drives optimizers down a problem, step by step.</summary>
internal abstract class Trajectory
{
    /// <summary>The problem.</summary>
    public abstract Problem Problem { get; }

    /// <summary>The parameters, one a tensor.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The present weights of each tensor.</summary>
    public abstract double[][] Weights { get; }

    /// <summary>The weights at which the model is evaluated; the present ones stay as they are.</summary>
    public abstract double[][] EvaluatedWeights { get; }

    /// <summary>Takes the next step.</summary>
    public abstract void Step();

    /// <summary>Starts a trajectory in the precision that the problem's name asks for.</summary>
    /// <param name="problem">The name of the problem.</param>
    /// <param name="groups">One optimizer for all tensors, or one for each.</param>
    /// <param name="ascends">Whether to climb instead of descend.</param>
    /// <param name="centersRows">Whether the mean of each row is taken from the gradients of matrices.</param>
    public static Trajectory Start(string problem, IReadOnlyList<Optimizer> groups, bool ascends = false, bool centersRows = false)
    {
        var named = Problem.Named(problem);
        var followed = centersRows && named is Recorded recorded ? recorded.WithCenteredRows() : named;
        return problem == "B32" ? new Trajectory<float>(followed, groups, ascends) : new Trajectory<double>(followed, groups, ascends);
    }
}

/// <summary>A trajectory in one precision.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class Trajectory<T> : Trajectory
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<Optimizer> _groups;
    private readonly bool _ascends;
    private readonly T[][] _weights;
    private readonly T[][] _gradients;
    private readonly Parameter[] _parameters;
    private int _step;

    /// <summary>Adds the problem's tensors to the optimizers and moves to where the first gradient is wanted.</summary>
    public Trajectory(Problem problem, IReadOnlyList<Optimizer> groups, bool ascends)
    {
        Problem = problem;
        _groups = groups;
        _ascends = ascends;
        _weights = [.. problem.Start.Select(tensor => Array.ConvertAll(tensor, T.CreateTruncating))];
        _gradients = [.. problem.Start.Select(tensor => new T[tensor.Length])];
        _parameters =
        [
            .. problem.Shapes.Select((shape, k) =>
                groups[groups.Count == 1 ? 0 : k].Add($"tensor {k}", _weights[k], _gradients[k], shape)),
        ];
        BeforeGradient();
    }

    /// <inheritdoc/>
    public override Problem Problem { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>
    /// The weights where the next gradient is evaluated. For most rules that is where the step left them; a library's Nesterov keeps the
    /// look-ahead point as its weights, and so does this.
    /// </summary>
    public override double[][] Weights => [.. _weights.Select(tensor => Array.ConvertAll(tensor, double.CreateTruncating))];

    /// <inheritdoc/>
    public override double[][] EvaluatedWeights
    {
        get
        {
            T[][] kept = [.. _weights.Select(tensor => (T[])tensor.Clone())];
            foreach (var optimizer in _groups)
            {
                optimizer.Evaluate();
            }

            var evaluated = Weights;
            foreach (var optimizer in _groups)
            {
                optimizer.Train();
            }

            for (var k = 0; k < kept.Length; k++)
            {
                kept[k].CopyTo(_weights[k], 0);
            }

            return evaluated;
        }
    }

    /// <inheritdoc/>
    public override void Step()
    {
        _step++;
        Evaluate();
        if (_groups.Any(optimizer => optimizer.EvaluatesTwice))
        {
            foreach (var optimizer in _groups)
            {
                optimizer.BeforeGradient();
            }

            Evaluate();
        }

        BindHessians();
        foreach (var optimizer in _groups)
        {
            optimizer.Step();
        }

        BeforeGradient();
    }

    private void Evaluate()
    {
        for (var k = 0; k < _weights.Length; k++)
        {
            Problem.Gradient(k, _step, _weights[k], _gradients[k]);
            if (_ascends)
            {
                Negate(_gradients[k]);
            }
        }
    }

    /// <summary>
    /// The libraries have a switch to maximize, most rules here have none: to climb, negate the gradients. Coupled weight decay makes no
    /// difference, since the libraries add it after the sign has changed.
    /// </summary>
    private static void Negate(Span<T> gradient)
    {
        foreach (ref var value in gradient)
        {
            value = -value;
        }
    }

    /// <summary>The estimate of the Hessian's diagonal that the libraries were given is the square of the gradient.</summary>
    private void BindHessians()
    {
        for (var k = 0; k < _parameters.Length; k++)
        {
            switch (_parameters[k].State)
            {
                case SophiaGState state:
                    state.Hessian.Bind(Array.ConvertAll(_gradients[k], gradient => gradient * gradient));
                    break;
                case SophiaHState state:
                    state.Hessian.Bind(Array.ConvertAll(_gradients[k], gradient => gradient * gradient));
                    break;
                case AdaHessianState state:
                    state.Hessian.Bind(Array.ConvertAll(_gradients[k], gradient => gradient * gradient));
                    break;
            }
        }
    }

    /// <summary>Moves to where the next gradient is wanted; a rule that evaluates twice wants the first of them here.</summary>
    private void BeforeGradient()
    {
        foreach (var optimizer in _groups.Where(optimizer => !optimizer.EvaluatesTwice))
        {
            optimizer.BeforeGradient();
        }
    }
}
