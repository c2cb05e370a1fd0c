// The two factors are exchanged: the step grows where the gradient has changed its sign, and shrinks where it has not.
// Not caught: such a rule descends for as long as its bounds let it, and no law says which of two factors is for which sign.
[Optimizer]
public sealed partial class RpropGrowsAtTurns
{
    [Hyperparameter(0.01, Above = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(From = nameof(LearningRate))] ref double size, [State] ref double previous)
    {
        size = gradient * previous < 0 ? Math.Min(size * 1.2, 50) : gradient * previous > 0 ? Math.Max(size * 0.9, 1e-6) : size;
        weight -= gradient > 0 ? size : gradient < 0 ? -size : 0;
        previous = gradient;
    }
}
