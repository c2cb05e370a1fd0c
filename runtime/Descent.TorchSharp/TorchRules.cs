namespace Descent.Torch;

/// <summary>
/// The rules of <c>torch.optim</c> by its names, arguments and defaults, for groups: <c>DescentParamGroup.For(decayed, TorchRules.AdamW(lr: 1e-3))</c>.
/// <see cref="TorchDefaults"/> makes optimizers of them.
/// </summary>
public static class TorchRules
{
    /// <summary>The rule of PyTorch's <c>SGD</c>.</summary>
    /// <param name="learningRate">The learning rate, at least 0.</param>
    /// <param name="momentum">The share of the velocity that stays, in [0, 1).</param>
    /// <param name="dampening">How much of each gradient after the first is left out of the velocity, in [0, 1].</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="nesterov">Whether the step looks ahead; it takes a momentum and no dampening.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Sgd"/> without momentum, else <see cref="SgdPyTorch"/>.</returns>
    /// <exception cref="ArgumentException">Nesterov's form is asked for without momentum, or with dampening.</exception>
    public static RuleOptimizer SGD(
        double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException($"Nesterov's form takes a momentum greater than 0 and no dampening; they are {momentum} and {dampening}.", nameof(nesterov));
        }

        return momentum == 0
            ? Climbing(new Sgd { LearningRate = learningRate, WeightDecay = weight_decay }, maximize)
            : new SgdPyTorch { LearningRate = learningRate, Momentum = momentum, Dampening = dampening, WeightDecay = weight_decay, Nesterov = nesterov, Maximize = maximize };
    }

    /// <summary>The rule of PyTorch's <c>Adam</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta1">The share of the past in the average of the gradients, in [0, 1).</param>
    /// <param name="beta2">The share of the past in the average of their squares, in [0, 1).</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="amsgrad">Whether the largest average of squares so far divides.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Descent.Adam"/>, or <see cref="AmsGrad"/>.</returns>
    public static RuleOptimizer Adam(
        double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        => Climbing(
            amsgrad
                ? new AmsGrad { LearningRate = lr, Beta1 = beta1, Beta2 = beta2, Epsilon = eps, WeightDecay = weight_decay }
                : new Adam { LearningRate = lr, Beta1 = beta1, Beta2 = beta2, Epsilon = eps, WeightDecay = weight_decay },
            maximize);

    /// <summary>The rule of PyTorch's <c>AdamW</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta1">The share of the past in the average of the gradients, in [0, 1).</param>
    /// <param name="beta2">The share of the past in the average of their squares, in [0, 1).</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="weight_decay">By what times the learning rate the weights shrink, at least 0; TorchSharp's default is 0.</param>
    /// <param name="amsgrad">Whether the largest average of squares so far divides.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Descent.AdamW"/>, or <see cref="AmsGrad"/>.</returns>
    public static RuleOptimizer AdamW(
        double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 1e-2, bool amsgrad = false, bool maximize = false)
        => Climbing(
            amsgrad
                ? new AmsGrad { LearningRate = lr, Beta1 = beta1, Beta2 = beta2, Epsilon = eps, WeightDecay = weight_decay, DecoupledWeightDecay = true }
                : new AdamW { LearningRate = lr, Beta1 = beta1, Beta2 = beta2, Epsilon = eps, WeightDecay = weight_decay },
            maximize);

    /// <summary>The rule of PyTorch's <c>Adagrad</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="lr_decay">How fast it falls with the steps, at least 0.</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="initial_accumulator_value">What the sums of squares begin with, at least 0.</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="AdaGrad"/>.</returns>
    public static RuleOptimizer Adagrad(
        double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10, bool maximize = false)
        => Climbing(
            new AdaGrad { LearningRate = lr, LearningRateDecay = lr_decay, WeightDecay = weight_decay, InitialAccumulator = initial_accumulator_value, Epsilon = eps }, maximize);

    /// <summary>The rule of PyTorch's <c>Adadelta</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="rho">The share of the past in the averages of squares, in [0, 1).</param>
    /// <param name="eps">What keeps the roots from 0, at least 0.</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="AdaDelta"/>.</returns>
    public static RuleOptimizer Adadelta(double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        => Climbing(new AdaDelta { LearningRate = lr, Decay = rho, Epsilon = eps, WeightDecay = weight_decay }, maximize);

    /// <summary>The rule of PyTorch's <c>Adamax</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta1">The share of the past in the average of the gradients, in [0, 1).</param>
    /// <param name="beta2">The share of the past in the largest magnitude, in [0, 1).</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="AdaMax"/>.</returns>
    public static RuleOptimizer Adamax(double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool maximize = false)
        => Climbing(new AdaMax { LearningRate = lr, Beta1 = beta1, Beta2 = beta2, Epsilon = eps, WeightDecay = weight_decay }, maximize);

    /// <summary>The rule of PyTorch's <c>NAdam</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta1">The share of the past in the average of the gradients, in [0, 1).</param>
    /// <param name="beta2">The share of the past in the average of their squares, in [0, 1).</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="weight_decay">How strongly weights are pulled to 0, at least 0.</param>
    /// <param name="momentum_decay">How fast the momentum grows to its full, at least 0.</param>
    /// <param name="decoupled_weight_decay">Whether the weights shrink themselves, as in AdamW.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Descent.NAdam"/>.</returns>
    public static RuleOptimizer NAdam(
        double lr = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        double momentum_decay = 4e-3,
        bool decoupled_weight_decay = false,
        bool maximize = false)
        => Climbing(
            new NAdam
            {
                LearningRate = lr,
                Beta1 = beta1,
                Beta2 = beta2,
                Epsilon = eps,
                WeightDecay = weight_decay,
                MomentumDecay = momentum_decay,
                DecoupledWeightDecay = decoupled_weight_decay,
            },
            maximize);

    /// <summary>The rule of PyTorch's <c>RAdam</c>.</summary>
    /// <param name="lr">The learning rate, at least 0; TorchSharp's default is 2e-3.</param>
    /// <param name="beta1">The share of the past in the average of the gradients, in [0, 1).</param>
    /// <param name="beta2">The share of the past in the average of their squares, in [0, 1).</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="weight_decay">How strongly weights are pulled to 0, at least 0.</param>
    /// <param name="decoupled_weight_decay">Whether the weights shrink themselves, as in AdamW.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Descent.RAdam"/>.</returns>
    public static RuleOptimizer RAdam(
        double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool decoupled_weight_decay = false, bool maximize = false)
        => Climbing(
            new RAdam { LearningRate = lr, Beta1 = beta1, Beta2 = beta2, Epsilon = eps, WeightDecay = weight_decay, DecoupledWeightDecay = decoupled_weight_decay }, maximize);

    /// <summary>The rule of PyTorch's <c>RMSprop</c>.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="alpha">The share of the past in the average of squares, in [0, 1).</param>
    /// <param name="eps">What keeps the divisor from 0, at least 0.</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="momentum">The share of the velocity that stays, in [0, 1).</param>
    /// <param name="centered">Whether the variance divides, and not the average of squares.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="RmsProp"/>, <see cref="RmsPropWithMomentum"/>, <see cref="CenteredRmsProp"/> or <see cref="CenteredRmsPropWithMomentum"/>.</returns>
    public static RuleOptimizer RMSProp(
        double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        => Climbing(
            (momentum != 0, centered) switch
            {
                (false, false) => new RmsProp { LearningRate = lr, Decay = alpha, Epsilon = eps, WeightDecay = weight_decay },
                (false, true) => new CenteredRmsProp { LearningRate = lr, Decay = alpha, Epsilon = eps, WeightDecay = weight_decay },
                (true, false) => new RmsPropWithMomentum { LearningRate = lr, Decay = alpha, Epsilon = eps, WeightDecay = weight_decay, Momentum = momentum },
                _ => new CenteredRmsPropWithMomentum { LearningRate = lr, Decay = alpha, Epsilon = eps, WeightDecay = weight_decay, Momentum = momentum },
            },
            maximize);

    /// <summary>The rule of PyTorch's <c>Rprop</c>.</summary>
    /// <param name="lr">The step that each weight begins with, at least 0. No scheduler sets it later.</param>
    /// <param name="etaminus">By what a step shrinks where the sign of the gradient changes, in (0, 1).</param>
    /// <param name="etaplus">By what it grows where the sign stays, greater than 1.</param>
    /// <param name="min_step">The smallest step, at least 0.</param>
    /// <param name="max_step">The largest step, at least 0.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Descent.Rprop"/>.</returns>
    public static RuleOptimizer Rprop(
        double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        => Climbing(new Rprop { InitialStep = lr, Decrease = etaminus, Increase = etaplus, MinimumStep = min_step, MaximumStep = max_step }, maximize);

    /// <summary>The rule of PyTorch's <c>ASGD</c>.</summary>
    /// <param name="lr">The learning rate, at least 0; TorchSharp's default is 1e-3.</param>
    /// <param name="lambd">How fast it falls, and the weights with it, at least 0.</param>
    /// <param name="alpha">The power by which it falls, at least 0.</param>
    /// <param name="t0">The step from which weights are averaged, at least 0.</param>
    /// <param name="weight_decay">What of the weights is added to the gradients, at least 0.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="Asgd"/>, whose state has the averages.</returns>
    public static RuleOptimizer ASGD(
        double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
        => Climbing(new Asgd { LearningRate = lr, Decay = lambd, Power = alpha, AveragingStart = t0, WeightDecay = weight_decay }, maximize);

    /// <summary>The rule of PyTorch's <c>Adafactor</c>, which TorchSharp does not have.</summary>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="beta2_decay">The power of the step by which the average of squares forgets, at most 0.</param>
    /// <param name="eps1">What is added to the squares, greater than 0: the <see cref="float"/> after 1, less 1, as PyTorch takes it for weights of <c>Float32</c>.</param>
    /// <param name="eps2">The least size of weights that the step is relative to, at least 0.</param>
    /// <param name="d">The largest size of an update, at least 1.</param>
    /// <param name="weight_decay">By what times the learning rate the weights shrink, at least 0.</param>
    /// <param name="maximize">Whether weights climb.</param>
    /// <returns><see cref="AdafactorPyTorch"/>.</returns>
    public static RuleOptimizer Adafactor(
        double lr = 1e-2,
        double beta2_decay = -0.8,
        double eps1 = 1.1920928955078125e-07,
        double eps2 = 1e-3,
        double d = 1.0,
        double weight_decay = 0,
        bool maximize = false)
        => Climbing(
            new AdafactorPyTorch { LearningRate = lr, DecayExponent = beta2_decay, SquareEpsilon = eps1, WeightEpsilon = eps2, ClippingThreshold = d, WeightDecay = weight_decay },
            maximize);

    private static RuleOptimizer Climbing(RuleOptimizer rule, bool maximize)
    {
        rule.Options.Maximize = maximize;
        return rule;
    }
}
