namespace Descent.Torch;

/// <content>Its gradients, which are the tensors'.</content>
public partial class DescentOptimizer
{
    /// <summary>Sets all gradients to zero.</summary>
    /// <remarks><see cref="OptimizerOptions.ClearGradientsAfterStep"/> does it in the step, while they are in the cache.</remarks>
    public override void zero_grad()
    {
        if (!UsesNativeEntryPoints)
        {
            base.zero_grad();
            return;
        }

        OnEach(static slot => slot.ClearGradient());
    }

    /// <summary>Sets all gradients to zero, or to none.</summary>
    /// <param name="set_to_none">Whether they are let go of: PyTorch's default.</param>
    public void zero_grad(bool set_to_none)
    {
        if (!set_to_none)
        {
            zero_grad();
            return;
        }

        OnEach(static slot => slot.DropGradient());
    }
}
