<?php
// The facets as taxonomies, WordPress's own way to filter: `?s=jardin&statut=v1&mot_cle=v2,v3`.
add_action('init', function () {
    foreach (explode(',', getenv('BANC_TAXONOMIES')) as $name) {
        register_taxonomy($name, 'post', ['public' => true, 'query_var' => $name, 'rewrite' => false]);
    }
});
remove_action('template_redirect', 'redirect_canonical');
// A page past the end is asked for where WordPress finds fewer posts than others do.
add_filter('pre_handle_404', '__return_true');
