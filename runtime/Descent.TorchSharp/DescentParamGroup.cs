using Descent.Torch.Saving;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch;

/// <summary>
/// Parameters that a rule updates: a parameter group whose hyperparameters are the rule's. Schedulers set its learning rate, and its momentum or betas where the rule has
/// them, whatever its author calls them.
/// </summary>
public class DescentParamGroup : ParamGroup, optim.ILearningRateController
{
    private readonly Hyperparameter? _rate;
    private double _seenRate;

    private DescentParamGroup(IEnumerable<(string? Name, TorchParameter Tensor)> parameters, RuleOptimizer rule)
    {
        Rule = rule;
        Named = [.. parameters];
        foreach (var (_, tensor) in Named)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(parameters));
        }

        Parameters = [.. Named.Select(parameter => parameter.Tensor)];
        _rate = rule.Hyperparameters.FirstOrDefault(value => value.Role == HyperparameterRole.LearningRate);
        _seenRate = LearningRate;
        Options = new RuleOptions(rule) { LearningRate = _seenRate, InitialLearningRate = _seenRate };
    }

    /// <summary>The rule, where the hyperparameters are; <see cref="Optimizer.Options"/> of it hold <see cref="OptimizerOptions.Maximize"/> of the group.</summary>
    public RuleOptimizer Rule { get; }

    /// <summary>The rule's learning rate; 1, and not to be set, if it has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule refuses the value.</exception>
    /// <exception cref="InvalidOperationException">The rule has no learning rate, and another value than 1 is set.</exception>
    public new double LearningRate
    {
        get => _rate?.Number ?? 1;
        set
        {
            if (_rate is not null)
            {
                _rate.Number = value;
            }
            else if (value != 1)
            {
                throw new InvalidOperationException($"{Rule.GetType().Name} has no learning rate that a scheduler could set.");
            }

            (_seenRate, Options.LearningRate) = (value, value);
        }
    }

    double optim.ILearningRateController.LearningRate
    {
        get => LearningRate;
        set => LearningRate = value;
    }

    /// <summary>The parameters, and the names that were given for them.</summary>
    internal IReadOnlyList<(string? Name, TorchParameter Tensor)> Named { get; }

    /// <summary>A group of parameters, which are named by their numbers in the optimizer, from 0.</summary>
    /// <param name="parameters">The parameters; a tensor that is there twice is updated once.</param>
    /// <param name="rule">The rule: one of its own for each group.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentNullException">An argument, or a parameter, is <see langword="null"/>.</exception>
    public static DescentParamGroup For(IEnumerable<TorchParameter> parameters, RuleOptimizer rule)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Make(parameters.Select(tensor => ((string?)null, tensor)), rule);
    }

    /// <summary>A group of parameters by their names, as a module's <c>named_parameters()</c> gives them.</summary>
    /// <param name="parameters">Names, unique in the optimizer, and parameters; a tensor that is there twice is updated once.</param>
    /// <param name="rule">The rule: one of its own for each group.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentNullException">An argument, or a parameter, is <see langword="null"/>.</exception>
    public static DescentParamGroup For(IEnumerable<(string name, TorchParameter parameter)> parameters, RuleOptimizer rule)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Make(parameters.Select(named => ((string?)(named.name ?? throw new ArgumentException("A parameter has no name.", nameof(parameters))), named.parameter)), rule);
    }

    /// <summary>Takes a learning rate over that was set where this class does not hear of it: at the rule, or through the base class.</summary>
    internal void MeetRates()
    {
        if (Options.LearningRate is { } set && set != _seenRate)
        {
            LearningRate = set;
        }
        else if (LearningRate is var rate && rate != _seenRate)
        {
            (_seenRate, Options.LearningRate) = (rate, rate);
        }
    }

    private static DescentParamGroup Make(IEnumerable<(string? Name, TorchParameter Tensor)> parameters, RuleOptimizer rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return (Find(rule, "Beta1"), Find(rule, "Beta2"), rule.Hyperparameters.FirstOrDefault(value => value.Role == HyperparameterRole.Momentum)) switch
        {
            ({ } first, { } second, _) => new WithBetas(parameters, rule, first, second),
            (_, _, { } momentum) => new WithMomentum(parameters, rule, momentum),
            _ => new WithoutMomentum(parameters, rule),
        };
    }

    private static Hyperparameter? Find(RuleOptimizer rule, string name)
        => rule.Hyperparameters.FirstOrDefault(value => value.Name == name && value.Schema.ValueType == typeof(double));

    /// <summary>A group of a rule without momentum. Schedulers that cycle one cast every group, and set it of each: this one leaves it.</summary>
    internal sealed class WithoutMomentum(IEnumerable<(string? Name, TorchParameter Tensor)> parameters, RuleOptimizer rule)
        : DescentParamGroup(parameters, rule), optim.IMomentum
    {
        public double Momentum
        {
            get => 0;
            set { }
        }
    }

    /// <summary>A group whose schedulers ask for a momentum.</summary>
    internal sealed class WithMomentum(IEnumerable<(string? Name, TorchParameter Tensor)> parameters, RuleOptimizer rule, Hyperparameter momentum)
        : DescentParamGroup(parameters, rule), optim.IMomentum
    {
        public double Momentum
        {
            get => momentum.Number;
            set => momentum.Number = value;
        }
    }

    /// <summary>A group whose schedulers ask for the betas of Adam, or for a momentum where that of another group is cycled: the first beta is one.</summary>
    internal sealed class WithBetas(IEnumerable<(string? Name, TorchParameter Tensor)> parameters, RuleOptimizer rule, Hyperparameter first, Hyperparameter second)
        : DescentParamGroup(parameters, rule), optim.IBetas, optim.IMomentum
    {
        public double Momentum
        {
            get => first.Number;
            set => first.Number = value;
        }

        public (double, double) Betas
        {
            get => (first.Number, second.Number);
            set => (first.Number, second.Number) = value;
        }
    }
}
