namespace Descent.Training;

/// <summary>Does something after every step of an optimizer that updated some weights, as long as it is attached.</summary>
internal sealed class UpdatedSteps(Optimizer optimizer, Action follow)
{
    /// <summary>Begins to follow; if it does already, it goes on.</summary>
    public void Attach()
    {
        Detach();
        optimizer.Stepped += OnStepped;
    }

    /// <summary>Follows no more.</summary>
    public void Detach() => optimizer.Stepped -= OnStepped;

    private void OnStepped(object? sender, StepResult result)
    {
        if (result.Updated > 0)
        {
            follow();
        }
    }
}
