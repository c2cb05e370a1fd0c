using Descent.CompilerServices;
using Descent.Torch.Saving;
using Descent.Torch.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch;

/// <summary>
/// Rules of Descent as an optimizer of TorchSharp, over its tensors where they lie:
/// <code>
/// using var optimizer = DescentOptimizer.For(model.named_parameters(), new AdamW { LearningRate = 1e-3 });
/// optimizer.Options.MaximumGradientNorm = 1;
/// /* … */
/// optimizer.zero_grad();
/// loss.backward();
/// optimizer.step();
/// </code>
/// Every rule is one: those of the library, those of <c>Descent.Matrix</c>, and your own.
/// </summary>
/// <remarks>
/// <para>
/// A step allocates nothing where TorchSharp's native library has the functions that it calls (<see cref="UsesNativeEntryPoints"/>), and about 110 bytes for each tensor
/// otherwise. All that can be wrong with the tensors is found before the first weight is written: a gradient that is sparse otherwise than in its rows, lies otherwise than its weights or over other
/// memory of the step; a tensor that is disposed or of another type by now.
/// </para>
/// <para>
/// It takes weights of <c>Float32</c>, <c>Float64</c>, <c>Float16</c> and <c>BFloat16</c> in the processor's memory, or on CUDA devices where the package <c>Descent.Cuda</c> is
/// there, contiguous, transposed or <c>channels_last</c>. What weights of 16 bits have no room for, says <see cref="RuleOptimizer.Storage"/> of the rule, before the optimizer is made.
/// </para>
/// </remarks>
public partial class DescentOptimizer : OptimizerHelper
{
    private readonly List<Slot> _slots = [];
    private readonly Reach _reach;
    private OptimizerGroup? _group;

    private protected DescentOptimizer(ReadOnlySpan<DescentParamGroup> groups, Reach reach)
    {
        _reach = reach;
        _parameter_groups = [];
        try
        {
            foreach (var group in groups)
            {
                add_param_group(group);
            }

            // Not before all are there: a group of an optimizer that came to nothing may be in another.
            if (groups[0].Options is RuleOptions first)
            {
                (first.Save, first.Load) = (SaveState, LoadState);
            }
        }
        catch
        {
            LetGo(_slots);
            throw;
        }
    }

    /// <summary>How all groups are stepped: clipping, skipping, scales, statistics, threads. What belongs to one rule, such as its storage, is at the rule.</summary>
    public OptimizerOptions Options => Group.Options;

    /// <summary>
    /// The rules as one optimizer of Descent: its events, its parameters with their states, and what <c>Descent.Training</c> attaches to. Steps go through this class, which
    /// tells it where the gradients lie.
    /// </summary>
    public OptimizerGroup Group => _group!;

    /// <summary>What the last step did.</summary>
    public StepResult LastResult { get; private set; }

    /// <summary>Whether steps allocate nothing, through functions of TorchSharp's native library that are not its public API.</summary>
    /// <remarks>They were there, and answered as the public API does. The switch <c>Descent.Torch.PublicApiOnly</c> of <see cref="AppContext"/> does without them.</remarks>
    public bool UsesNativeEntryPoints => _reach.Points is not null;

    /// <summary>An optimizer of parameters, which are named by their numbers, from 0.</summary>
    /// <param name="parameters">The parameters; a tensor that is there twice is updated once.</param>
    /// <param name="rule">The rule, without parameters so far.</param>
    /// <returns>The optimizer, with the interface for momentum or betas that schedulers ask for.</returns>
    /// <exception cref="ArgumentException">The rule has parameters, or the weights of two parameters overlap.</exception>
    /// <exception cref="ArgumentNullException">An argument, or a parameter, is <see langword="null"/>.</exception>
    /// <exception cref="NotSupportedException">A tensor cannot be stepped where it lies, or not by this rule.</exception>
    public static DescentOptimizer For(IEnumerable<TorchParameter> parameters, RuleOptimizer rule) => For(DescentParamGroup.For(parameters, rule));

    /// <summary>An optimizer of parameters by their names, as a module's <c>named_parameters()</c> gives them.</summary>
    /// <param name="parameters">Names, each once, and parameters; a tensor that is there twice is updated once.</param>
    /// <param name="rule">The rule, without parameters so far.</param>
    /// <returns>The optimizer, with the interface for momentum or betas that schedulers ask for.</returns>
    /// <exception cref="ArgumentException">The rule has parameters, a name is there twice, or the weights of two parameters overlap.</exception>
    /// <exception cref="ArgumentNullException">An argument, or a parameter, is <see langword="null"/>.</exception>
    /// <exception cref="NotSupportedException">A tensor cannot be stepped where it lies, or not by this rule.</exception>
    public static DescentOptimizer For(IEnumerable<(string name, TorchParameter parameter)> parameters, RuleOptimizer rule) => For(DescentParamGroup.For(parameters, rule));

    /// <summary>An optimizer of groups, each with a rule of its own; the rules may differ. They step as one.</summary>
    /// <param name="groups">The groups.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">
    /// There is no group, a rule has parameters or is there twice, a parameter is in two groups, a name is there twice, or the weights of two parameters overlap.
    /// </exception>
    /// <exception cref="NotSupportedException">A tensor cannot be stepped where it lies, or not by its rule.</exception>
    public static DescentOptimizer For(params ReadOnlySpan<DescentParamGroup> groups) => For(groups, AppContext.TryGetSwitch("Descent.Torch.PublicApiOnly", out var only) && only);

    internal static DescentOptimizer For(ReadOnlySpan<DescentParamGroup> groups, bool publicApiOnly) => For(groups, Reach.Of(publicApiOnly));

    internal static DescentOptimizer For(ReadOnlySpan<DescentParamGroup> groups, Reach reach)
    {
        if (groups.IsEmpty)
        {
            throw new ArgumentException("An optimizer has at least one group.", nameof(groups));
        }

        return groups[0] switch
        {
            DescentParamGroup.WithMomentum => new WithMomentum.DescentOptimizer(groups, reach),
            DescentParamGroup.WithBetas => new WithBetas.DescentOptimizer(groups, reach),
            _ => new(groups, reach),
        };
    }

    /// <summary>Updates all parameters that have gradients, by one step of their rules.</summary>
    /// <param name="closure">
    /// Computes the loss and its gradients. For a rule that moves the weights before (<see cref="NesterovLookAhead"/>, <see cref="Sam"/>) it, or
    /// <see cref="before_gradient"/>, is needed; for one that <see cref="Optimizer.EvaluatesTwice"/> it is called twice, and the first loss, that of the weights, is returned.
    /// </param>
    /// <returns>The loss of the closure; <see langword="null"/> without one.</returns>
    /// <exception cref="InvalidOperationException">
    /// A tensor is disposed or has changed type or shape, memory overlaps, the thread takes subnormal numbers as 0, or what <see cref="Optimizer.Step"/> refuses. Nothing was changed.
    /// </exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite and the options say <see cref="NonFiniteGradients.Throw"/>.</exception>
    /// <exception cref="NotSupportedException">A gradient does not lie as its weights do. Nothing was changed.</exception>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null && Group.EvaluatesTwice)
        {
            loss = Evaluate(closure);
            before_gradient();
            Evaluate(closure)?.Dispose();
        }
        else if (closure is not null)
        {
            before_gradient();
            loss = Evaluate(closure);
        }

        Acquire();
        try
        {
            Tell(RuleMethod.Update);
            LastResult = Group.Step();
        }
        finally
        {
            // A handler of the step's events may throw once the weights are written.
            Release(_slots.Exists(static slot => slot.HasStepped) || Group.IncompleteStep is not null);
        }

        if (Options.ClearGradientsAfterStep)
        {
            OnEach(static slot => slot.ClearRows());
        }

        return loss!;
    }

    /// <summary>
    /// Moves the weights to where the rules want their gradients; for rules that want them where the weights are, it does nothing. <see cref="step"/> with a closure does it itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">What <see cref="Optimizer.BeforeGradient"/> refuses.</exception>
    public void before_gradient()
    {
        Acquire();
        var haveMoved = false;
        try
        {
            Tell(RuleMethod.BeforeGradient);
            haveMoved = Group.BeforeGradient().Updated > 0;
        }
        finally
        {
            Release(haveMoved || Group.IncompleteStep is not null, evenWithoutGradients: !Group.EvaluatesTwice);
        }
    }

    /// <summary>Moves the weights to where the model is evaluated, for rules that train elsewhere (<see cref="ScheduleFreeAdamW"/>).</summary>
    public void eval() => Move(Group.Evaluate);

    /// <summary>Moves the weights back to where they are trained, after <see cref="eval"/>.</summary>
    public void train() => Move(Group.Train);

    /// <summary>
    /// Tells <see cref="Group"/> which tensors have gradients now, and autograd that weights may have changed: for code that works on <see cref="Group"/> itself, such as L-BFGS or
    /// a gradient check of <c>Descent.Training</c>. Call it after each evaluation of the gradients.
    /// </summary>
    /// <exception cref="NotSupportedException">A gradient does not lie as its weights do.</exception>
    public void Synchronize() => Move(static () => { });

    /// <summary>Lets go of the rules with their states, and of the tensors, which stay.</summary>
    /// <param name="disposing">Whether it is called from <c>Dispose()</c>.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _group?.Dispose();
            _slots.ForEach(slot => slot.Dispose());
        }

        base.Dispose(disposing);
    }

    private static Tensor Evaluate(Func<Tensor> closure)
    {
        using var gradients = enable_grad();
        return closure();
    }

    private void Move(Action move)
    {
        Acquire();
        try
        {
            move();
        }
        finally
        {
            Release(haveChanged: true, evenWithoutGradients: true);
        }
    }
}
