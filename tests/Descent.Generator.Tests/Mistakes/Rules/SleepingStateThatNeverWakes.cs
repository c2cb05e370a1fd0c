// Behind its switch, the average keeps its own past and nothing new.
// Expected: DSC0110
[Optimizer]
public sealed partial class SleepingStateThatNeverWakes
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(false)] public partial bool Smooth { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m)
    {
        if (Smooth)
        {
            m = 0.9 * m;
        }
        
        w -= Rate * (g + m);
    }
}
