namespace Descent;

/// <summary>
/// What a hyperparameter is to those who do not know the rule: schedules, monitors and tests find the learning rate of any rule by it,
/// whatever its author calls it.
/// </summary>
public enum HyperparameterRole
{
    /// <summary>One that only the rule knows.</summary>
    None,

    /// <summary>The factor of the whole step, η; a rule has at most one. A property <c>LearningRate</c>.</summary>
    LearningRate,

    /// <summary>How strongly weights are pulled to 0, λ, coupled or decoupled; 0 is none. A property <c>WeightDecay</c>.</summary>
    WeightDecay,

    /// <summary>
    /// The share of the past in what the step follows, a velocity or an average of the gradients, in [0, 1): what is cycled against the learning
    /// rate. A property <c>Momentum</c> or <c>Beta1</c>.
    /// </summary>
    Momentum,

    /// <summary>The share of the past in an average of squared gradients, or of what takes their place, in [0, 1). A property <c>Beta2</c>.</summary>
    SecondMomentDecay,

    /// <summary>What keeps a divisor from 0, ε. A property <c>Epsilon</c>.</summary>
    Epsilon,

    /// <summary>
    /// What belongs to a step and is set before each, as Polyak's rule takes the loss: no hyperparameter at all, and so not among
    /// <see cref="Optimizer.Hyperparameters"/>, but among <see cref="Optimizer.StepInputs"/>.
    /// </summary>
    StepInput,
}
