#pragma warning disable CS1573 // The arguments are those of the rules, whose documentation is inherited.
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch;

/// <summary>
/// Optimizers of <c>torch.optim</c> by its names, arguments and defaults, to move a program in one line: <c>torch.optim.Adam(model.parameters(), lr: 1e-3)</c> becomes
/// <c>TorchDefaults.Adam(model.parameters(), lr: 1e-3)</c>.
/// </summary>
/// <remarks>
/// Arguments have TorchSharp's names and order, with what PyTorch has beyond them at the end; defaults and formulas are PyTorch's, where TorchSharp's differ
/// (<c>runtime/docs/torchsharp.md</c> says where). <see cref="TorchRules"/> makes the same rules for groups.
/// </remarks>
public static class TorchDefaults
{
    /// <summary>PyTorch's <c>SGD</c>: stochastic gradient descent.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.SGD" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer SGD(IEnumerable<TorchParameter> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.SGD(learningRate, momentum, dampening, weight_decay, nesterov, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.SGD" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer SGD(IEnumerable<(string name, TorchParameter parameter)> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.SGD(learningRate, momentum, dampening, weight_decay, nesterov, maximize));

    /// <summary>PyTorch's <c>Adam</c>: Adam, and AMSGrad.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adam" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adam(IEnumerable<TorchParameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adam(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adam" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adam(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adam(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

    /// <summary>PyTorch's <c>AdamW</c>: Adam with decoupled weight decay.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.AdamW" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer AdamW(IEnumerable<TorchParameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 1e-2, bool amsgrad = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.AdamW(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.AdamW" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer AdamW(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 1e-2, bool amsgrad = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.AdamW(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

    /// <summary>PyTorch's <c>Adagrad</c>: AdaGrad.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adagrad" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adagrad(IEnumerable<TorchParameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adagrad(lr, lr_decay, weight_decay, initial_accumulator_value, eps, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adagrad" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adagrad(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adagrad(lr, lr_decay, weight_decay, initial_accumulator_value, eps, maximize));

    /// <summary>PyTorch's <c>Adadelta</c>: AdaDelta.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adadelta" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adadelta(IEnumerable<TorchParameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adadelta(lr, rho, eps, weight_decay, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adadelta" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adadelta(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adadelta(lr, rho, eps, weight_decay, maximize));

    /// <summary>PyTorch's <c>Adamax</c>: AdaMax.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adamax" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adamax(IEnumerable<TorchParameter> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adamax(lr, beta1, beta2, eps, weight_decay, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adamax" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adamax(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adamax(lr, beta1, beta2, eps, weight_decay, maximize));

    /// <summary>PyTorch's <c>NAdam</c>: Adam with Nesterov's momentum.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.NAdam" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer NAdam(IEnumerable<TorchParameter> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3, bool decoupled_weight_decay = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.NAdam(lr, beta1, beta2, eps, weight_decay, momentum_decay, decoupled_weight_decay, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.NAdam" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer NAdam(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3, bool decoupled_weight_decay = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.NAdam(lr, beta1, beta2, eps, weight_decay, momentum_decay, decoupled_weight_decay, maximize));

    /// <summary>PyTorch's <c>RAdam</c>: rectified Adam.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.RAdam" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer RAdam(IEnumerable<TorchParameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool decoupled_weight_decay = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.RAdam(lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.RAdam" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer RAdam(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool decoupled_weight_decay = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.RAdam(lr, beta1, beta2, eps, weight_decay, decoupled_weight_decay, maximize));

    /// <summary>PyTorch's <c>RMSprop</c>: RMSProp.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.RMSProp" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer RMSProp(IEnumerable<TorchParameter> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.RMSProp(lr, alpha, eps, weight_decay, momentum, centered, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.RMSProp" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer RMSProp(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.RMSProp(lr, alpha, eps, weight_decay, momentum, centered, maximize));

    /// <summary>PyTorch's <c>Rprop</c>: resilient propagation.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Rprop" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Rprop(IEnumerable<TorchParameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Rprop(lr, etaminus, etaplus, min_step, max_step, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Rprop" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Rprop(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Rprop(lr, etaminus, etaplus, min_step, max_step, maximize));

    /// <summary>PyTorch's <c>ASGD</c>: averaged stochastic gradient descent.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.ASGD" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer ASGD(IEnumerable<TorchParameter> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.ASGD(lr, lambd, alpha, t0, weight_decay, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.ASGD" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer ASGD(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.ASGD(lr, lambd, alpha, t0, weight_decay, maximize));

    /// <summary>PyTorch's <c>Adafactor</c>: Adafactor.</summary>
    /// <param name="parameters">The parameters, as a module's <c>parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adafactor" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{TorchParameter}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adafactor(IEnumerable<TorchParameter> parameters, double lr = 1e-2, double beta2_decay = -0.8, double eps1 = 1.1920928955078125e-07, double eps2 = 1e-3, double d = 1.0, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adafactor(lr, beta2_decay, eps1, eps2, d, weight_decay, maximize));

    /// <summary>The same of parameters by their names.</summary>
    /// <param name="parameters">Names and parameters, as a module's <c>named_parameters()</c> gives them.</param>
    /// <returns>The optimizer.</returns>
    /// <inheritdoc cref="TorchRules.Adafactor" path="/param"/>
    /// <inheritdoc cref="DescentOptimizer.For(IEnumerable{ValueTuple{string, TorchParameter}}, RuleOptimizer)" path="/exception"/>
    public static DescentOptimizer Adafactor(IEnumerable<(string name, TorchParameter parameter)> parameters, double lr = 1e-2, double beta2_decay = -0.8, double eps1 = 1.1920928955078125e-07, double eps2 = 1e-3, double d = 1.0, double weight_decay = 0, bool maximize = false)
        => DescentOptimizer.For(parameters, TorchRules.Adafactor(lr, beta2_decay, eps1, eps2, d, weight_decay, maximize));
}
